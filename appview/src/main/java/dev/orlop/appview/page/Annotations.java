package dev.orlop.appview.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the maker of an image wrote on it, as far as the image specification has a name for it. */
final class Annotations {
  private static final String PREFIX = "org.opencontainers.image.";
  private static final int MAX_SHOWN = 500;

  private static final Map<String, String> SHOWN = new LinkedHashMap<>();

  static {
    SHOWN.put("title", "Title");
    SHOWN.put("description", "About");
    SHOWN.put("version", "Version");
    SHOWN.put("licenses", "Licences");
    SHOWN.put("url", "Web page");
    SHOWN.put("documentation", "Documentation");
    SHOWN.put("source", "Source");
    SHOWN.put("vendor", "Vendor");
    SHOWN.put("authors", "Authors");
    SHOWN.put("created", "Built");
  }

  private Annotations() {}

  static Html of(Map<String, String> annotations) {
    El list = El.of("dl").looks("notes");
    boolean any = false;
    for (Map.Entry<String, String> one : SHOWN.entrySet()) {
      String value = annotations.getOrDefault(PREFIX + one.getKey(), "").strip();
      if (!value.isEmpty()) {
        any = true;
        list.add(El.of("dt", one.getValue()), El.of("dd", value(value)));
      }
    }
    return any ? list : Html.none();
  }

  /** In its own direction of writing, which must not turn round what stands beside it. */
  private static Html value(String text) {
    String shown =
        text.codePointCount(0, text.length()) <= MAX_SHOWN
            ? text
            : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN)) + "...";
    Optional<String> address = Links.outside(text).filter(_ -> text.indexOf(' ') < 0);
    return address
        .<Html>map(link -> Links.foreign(link, shown))
        .orElseGet(() -> El.of("bdi", shown));
  }
}
