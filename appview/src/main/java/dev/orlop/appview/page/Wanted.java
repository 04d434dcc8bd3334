package dev.orlop.appview.page;

import java.util.Locale;

/** What people type, or paste, when they look for an image. */
final class Wanted {
  private Wanted() {}

  /**
   * The name in it: without the registry in front, the tag or the digest behind, the sign before a
   * handle.
   */
  static String cleaned(String typed, String service) {
    String text = typed.strip();
    text = without(text, "docker pull ");
    text = without(text, "https://");
    text = without(text, "http://");
    text = without(text, "at://");
    text = without(text, service + "/");
    text = without(text, "u/");
    text = without(text, "r/");
    text = without(text, "@");
    int digest = text.indexOf('@');
    text = digest < 0 ? text : text.substring(0, digest);
    int tag = text.lastIndexOf(':');
    text =
        tag < 0 || tag < text.indexOf('/') || text.indexOf('/') < 0 ? text : text.substring(0, tag);
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return text.startsWith("did:") ? text : text.toLowerCase(Locale.ROOT);
  }

  private static String without(String text, String front) {
    return text.startsWith(front) ? text.substring(front.length()).strip() : text;
  }
}
