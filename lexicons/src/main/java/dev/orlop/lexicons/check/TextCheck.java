package dev.orlop.lexicons.check;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.Bounds;
import dev.orlop.lexicons.model.Schema;
import dev.orlop.lexicons.model.StringFormat;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The check of text. */
final class TextCheck implements Check {
  private static final int MAX_BYTES_PER_UNIT = 3;

  private final @Nullable StringFormat format;
  private final Bounds bytes;
  private final Bounds graphemes;
  private final Set<String> allowed;

  TextCheck(Schema.OfString schema) {
    this.format = schema.format();
    this.bytes = schema.bytes();
    this.graphemes = schema.graphemes();
    this.allowed = schema.allowed();
  }

  @Override
  public @Nullable Fault check(DataValue value, int depth) {
    if (!(value instanceof DataValue.Text(String text))) {
      return Check.expected(format == null ? "a string" : "a string (" + format + ")", value);
    }
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      return Fault.of("expected one of " + new TreeSet<>(allowed) + ", got " + Fault.shown(text));
    }
    if (!fitsInBytes(text)) {
      return Fault.of("expected " + bytes.describe("bytes") + ", got " + utf8Length(text));
    }
    if (!fitsInGraphemes(text)) {
      return Fault.of(
          "expected " + graphemes.describe("characters") + ", got " + graphemeCount(text));
    }
    return format == null ? null : formatFault(format, text);
  }

  private static @Nullable Fault formatFault(StringFormat format, String text) {
    try {
      format.require(text);
      return null;
    } catch (InvalidSyntaxException e) {
      return Fault.of("expected the format " + format + ": " + e.getMessage());
    }
  }

  /** Most texts are short enough, or too long, whatever they hold: those are not counted. */
  private boolean fitsInBytes(String text) {
    long units = text.length();
    if (units >= bytes.min() && units * MAX_BYTES_PER_UNIT <= bytes.max()) {
      return true;
    }
    return units <= bytes.max() && bytes.contains(utf8Length(text));
  }

  /** A grapheme has at least one unit, so short texts are within an upper bound uncounted. */
  private boolean fitsInGraphemes(String text) {
    if (text.length() < graphemes.min()) {
      return false;
    }
    if (graphemes.min() == 0 && text.length() <= graphemes.max()) {
      return true;
    }
    return graphemes.contains(graphemeCount(text));
  }

  /** A surrogate pair is two units and four bytes: two for each half. */
  static long utf8Length(String text) {
    long length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return length;
  }

  /** Extended grapheme clusters (UAX 29). */
  static long graphemeCount(String text) {
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    breaks.setText(text);
    long count = 0;
    while (breaks.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }
}
