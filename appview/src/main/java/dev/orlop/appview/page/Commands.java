package dev.orlop.appview.page;

/** What is to be typed into a shell. */
final class Commands {
  private Commands() {}

  /** Selected as a whole by one click, and moved sideways where the screen is too narrow. */
  static El of(Iterable<String> lines) {
    return El.of("pre", El.of("code", String.join("\n", lines)))
        .looks("copy")
        .attr("tabindex", "0");
  }
}
