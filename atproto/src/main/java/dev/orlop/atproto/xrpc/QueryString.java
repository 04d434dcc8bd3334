package dev.orlop.atproto.xrpc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits and decodes the query of a URI, in the form that browsers send. */
final class QueryString {
  /** More parameters than this are refused. */
  static final int MAX_PARAMETERS = 1_000;

  private QueryString() {}

  /**
   * Names and values in turn, decoded, in the order of {@code raw}.
   *
   * @throws XrpcException InvalidRequest when an escape is broken, the bytes are no UTF-8 or there
   *     are more than {@link #MAX_PARAMETERS}
   */
  static List<String> decode(String raw) {
    if (raw.isEmpty()) {
      return List.of();
    }
    List<String> flat = new ArrayList<>(8);
    int from = 0;
    while (from <= raw.length()) {
      int ampersand = raw.indexOf('&', from);
      int to = ampersand < 0 ? raw.length() : ampersand;
      if (to > from) {
        if (flat.size() == 2 * MAX_PARAMETERS) {
          throw XrpcError.INVALID_REQUEST.exception("Too many parameters");
        }
        int equals = raw.indexOf('=', from);
        int split = equals < 0 || equals > to ? to : equals;
        flat.add(decode(raw, from, split));
        flat.add(split == to ? "" : decode(raw, split + 1, to));
      }
      from = to + 1;
    }
    return flat;
  }

  private static String decode(String raw, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      if (c == '%' || c == '+' || c > 0x7f) {
        return decodeEscaped(raw, from, to);
      }
    }
    return raw.substring(from, to);
  }

  private static String decodeEscaped(String raw, int from, int to) {
    byte[] bytes = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < to ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = i + 2 < to ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw broken();
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c > 0x7f) {
        throw broken();
      } else {
        bytes[length++] = (byte) (c == '+' ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException _) {
      throw broken();
    }
  }

  private static XrpcException broken() {
    return XrpcError.INVALID_REQUEST.exception("The query is not well-formed");
  }
}
