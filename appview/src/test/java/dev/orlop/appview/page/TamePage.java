package dev.orlop.appview.page;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads HTML as strictly as it is written here, and knows what may be in it. Anything else, such as
 * an element that runs or fetches something, is a failure.
 */
final class TamePage {
  private static final Set<String> ELEMENTS =
      Set.of(
          "html",
          "head",
          "meta",
          "title",
          "link",
          "body",
          "header",
          "main",
          "footer",
          "section",
          "div",
          "form",
          "label",
          "input",
          "button",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "p",
          "pre",
          "code",
          "a",
          "dl",
          "dt",
          "dd",
          "table",
          "thead",
          "tbody",
          "tr",
          "th",
          "td",
          "details",
          "summary",
          "span",
          "bdi",
          "time",
          "ul",
          "ol",
          "li",
          "em",
          "strong",
          "blockquote",
          "hr",
          "br");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "lang",
          "charset",
          "name",
          "content",
          "rel",
          "type",
          "class",
          "for",
          "id",
          "placeholder",
          "autocomplete",
          "autocapitalize",
          "spellcheck",
          "method",
          "role",
          "scope",
          "tabindex",
          "aria-label",
          "datetime",
          "open",
          "title",
          "start",
          "align");
  private static final Pattern TAG = Pattern.compile("</?([a-z][a-z0-9]*)((?: [^<>]*)?)>");
  private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-z-]+)=\"([^\"<>]*)\"");
  private static final Pattern ADDRESS =
      Pattern.compile("/|/[^/].*|#.*|https?://[^@]+(/.*)?|mailto:.*", Pattern.DOTALL);

  private TamePage() {}

  static void require(String html) {
    String rest = html.replaceFirst("^<!doctype html>\n", "");
    for (int at = rest.indexOf('<'); at >= 0; at = rest.indexOf('<', at + 1)) {
      Matcher tag = TAG.matcher(rest).region(at, rest.length());
      String near = rest.substring(at, Math.min(rest.length(), at + 200));
      assertTrue(tag.lookingAt(), "no tag: " + near);
      assertTrue(ELEMENTS.contains(tag.group(1)), "an element of its own: " + near);
      requireAttributes(tag.group(2).replaceFirst(" /$", ""), near);
    }
  }

  private static void requireAttributes(String text, String near) {
    String rest = text;
    Matcher attribute = ATTRIBUTE.matcher(rest);
    while (attribute.lookingAt()) {
      String name = attribute.group(1);
      if (name.equals("href") || name.equals("action")) {
        assertTrue(ADDRESS.matcher(attribute.group(2)).matches(), "leads astray: " + near);
      } else {
        assertTrue(ATTRIBUTES.contains(name), "an attribute of its own: " + near);
      }
      rest = rest.substring(attribute.end());
      attribute = ATTRIBUTE.matcher(rest);
    }
    assertTrue(rest.isEmpty(), "not an attribute: " + rest + " in " + near);
  }
}
