package dev.orlop.appview.page;

import java.util.Collection;
import java.util.List;

/** A piece of a page. What is text is escaped when it is written, and nowhere else. */
sealed interface Html permits Html.Text, Html.Many, Html.Markup, El {
  /** Appends the markup. */
  void write(StringBuilder out);

  /** Text, whatever is in it. */
  record Text(String text) implements Html {
    @Override
    public void write(StringBuilder out) {
      escape(text, out);
    }
  }

  /** Pieces one after the other. */
  record Many(List<Html> pieces) implements Html {
    /** Copies the list. */
    public Many {
      pieces = List.copyOf(pieces);
    }

    @Override
    public void write(StringBuilder out) {
      pieces.forEach(piece -> piece.write(out));
    }
  }

  /** Markup as it is. Only what renders foreign text safely may make it. */
  record Markup(String html) implements Html {
    @Override
    public void write(StringBuilder out) {
      out.append(html);
    }
  }

  static Html text(String text) {
    return new Text(text);
  }

  static Html all(Html... pieces) {
    return new Many(List.of(pieces));
  }

  static Html all(Collection<? extends Html> pieces) {
    return new Many(List.copyOf(pieces));
  }

  /** Nothing. */
  static Html none() {
    return new Many(List.of());
  }

  /** For text and for attributes between double quotes. */
  static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isShown(text, i) ? c : '\uFFFD');
      }
    }
  }

  /** Control characters, and halves of characters, are not. */
  private static boolean isShown(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c == '\n' || c == '\t' || !Character.isISOControl(c);
  }
}
