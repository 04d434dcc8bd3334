package dev.orlop.atproto.xrpc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What part of a blob an answer carries (RFC 9110 §14). A Range that is not one range of bytes is
 * passed over, as the RFC allows: the answer is then the whole. One that ends before it begins is
 * refused, which the RFC allows as well, and which registries are tested for.
 */
public sealed interface ByteRange {
  /** All of it: status 200. */
  record Whole() implements ByteRange {}

  /**
   * A part of it: status 206.
   *
   * @param first byte, from 0
   * @param length in bytes, at least 1
   */
  record Part(long first, long length) implements ByteRange {
    /** Of a blob of {@code size} bytes, as it stands in {@code Content-Range}. */
    public String contentRange(long size) {
      return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
  }

  /** Nothing of it: status 416. */
  record Unsatisfiable() implements ByteRange {}

  // 18 digits are more than any blob has bytes, and fit a long.
  Pattern FORM = Pattern.compile("bytes=[ \\t]*(\\d{0,18})-(\\d{0,18})[ \\t]*");

  /**
   * The part that is asked for.
   *
   * @param range the header Range
   * @param ifRange the header If-Range: with anything but {@code etag} in it, Range does not hold
   */
  static ByteRange of(Optional<String> range, Optional<String> ifRange, String etag, long size) {
    if (range.isEmpty() || ifRange.filter(tag -> !tag.equals(etag)).isPresent()) {
      return new Whole();
    }
    Matcher form = FORM.matcher(range.get());
    if (!form.matches()) {
      return new Whole();
    }
    String first = form.group(1);
    String last = form.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    return from >= size || to < from
        ? new Unsatisfiable()
        : new Part(from, Math.min(to, size - 1) - from + 1);
  }

  private static ByteRange suffix(long count, long size) {
    if (count == 0 || size == 0) {
      return new Unsatisfiable();
    }
    long length = Math.min(count, size);
    return new Part(size - length, length);
  }

  /** Whether it goes on in the middle of a blob. */
  default boolean isContinuation() {
    return this instanceof Part(long first, _) && first > 0;
  }
}
