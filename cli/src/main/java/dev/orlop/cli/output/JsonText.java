package dev.orlop.cli.output;

import java.util.Iterator;
import java.util.Map;

/** Writes {@link Json} as text: two spaces per level, one field per line. */
final class JsonText {
  private JsonText() {}

  static void append(StringBuilder out, Json value, int depth) {
    switch (value) {
      case Json.Text(String text) -> string(out, text);
      case Json.Whole(long number) -> out.append(number);
      case Json.Bool(boolean bool) -> out.append(bool);
      case Json.Array(var items) -> {
        if (items.isEmpty()) {
          out.append("[]");
          return;
        }
        out.append('[');
        for (Iterator<Json> it = items.iterator(); it.hasNext(); ) {
          newline(out, depth + 1);
          append(out, it.next(), depth + 1);
          out.append(it.hasNext() ? "," : "");
        }
        newline(out, depth);
        out.append(']');
      }
      case Json.Obj object -> object(out, object.fields(), depth);
    }
  }

  private static void object(StringBuilder out, Map<String, Json> fields, int depth) {
    if (fields.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    for (Iterator<Map.Entry<String, Json>> it = fields.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<String, Json> field = it.next();
      newline(out, depth + 1);
      string(out, field.getKey());
      out.append(": ");
      append(out, field.getValue(), depth + 1);
      out.append(it.hasNext() ? "," : "");
    }
    newline(out, depth);
    out.append('}');
  }

  private static void newline(StringBuilder out, int depth) {
    out.append('\n').repeat("  ", depth);
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // Beyond what JSON demands: DEL and the C1 controls, which terminals obey.
          if (Character.isISOControl(c) || (Character.isSurrogate(c) && !paired(text, i))) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
