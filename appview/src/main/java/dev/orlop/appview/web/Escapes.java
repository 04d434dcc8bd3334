package dev.orlop.appview.web;

import dev.orlop.appview.oci.OciError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent signs in URIs. */
final class Escapes {
  private Escapes() {}

  /**
   * Undoes the escapes of a part of a path. Only plain characters are written there: whatever else
   * comes becomes something that no name, tag or digest has.
   */
  static String decode(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
        int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw OciError.NAME_INVALID.exception("a broken escape in the path");
        }
        c = (char) (high << 4 | low);
        i += 2;
      }
      text.append(c);
    }
    return text.toString();
  }

  /** A name in a path. Of all that a name may have, the percent sign alone must be escaped. */
  static String encodePath(String name) {
    return name.replace("%", "%25");
  }

  /** A value in a query. */
  static String encodeQuery(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
