package dev.orlop.appview.page;

/** What all pages have around them. */
final class Layout {
  private final String service;

  /**
   * Of one registry.
   *
   * @param service its name, the first part of the names of its images
   */
  Layout(String service) {
    this.service = service;
  }

  String service() {
    return service;
  }

  /** A whole page. */
  String page(String title, Html content) {
    StringBuilder out = new StringBuilder(8192).append("<!doctype html>\n");
    El.of("html", head(title), body(content)).attr("lang", "en").write(out);
    return out.append('\n').toString();
  }

  private El head(String title) {
    return El.of(
        "head",
        El.of("meta").attr("charset", "utf-8"),
        El.of("meta")
            .attr("name", "viewport")
            .attr("content", "width=device-width, initial-scale=1"),
        El.of("meta").attr("name", "color-scheme").attr("content", "light dark"),
        El.of("title", title + " - " + service),
        El.of("link").attr("rel", "stylesheet").attr("href", Asset.STYLE.path()),
        El.of("link")
            .attr("rel", "icon")
            .attr("type", "image/svg+xml")
            .attr("href", Asset.ICON.path()));
  }

  private El body(Html content) {
    return El.of(
        "body",
        El.of("a", "Skip to content").looks("skip").attr("href", "#content"),
        El.of(
            "header",
            El.of("div", Links.to("/", service).looks("home"), lookup()).looks("wide bar")),
        El.of("main", content).attr("id", "content").looks("wide"),
        El.of(
            "footer",
            El.of(
                    "p",
                    Html.text("Images, tags and descriptions are records that their owners keep. "),
                    Html.text("Pulls are counted and signed by the holds that serve them."))
                .looks("wide")));
  }

  private static El lookup() {
    return El.of(
            "form",
            El.of("label", "Find an image or an account").attr("for", "find").looks("unseen"),
            El.of("input")
                .attr("id", "find")
                .attr("name", "name")
                .attr("type", "search")
                .attr("placeholder", "alice.example.com/app")
                .attr("autocomplete", "off")
                .attr("autocapitalize", "none")
                .attr("spellcheck", "false"),
            El.of("button", "Find").attr("type", "submit"))
        .attr("action", "/find")
        .attr("method", "get")
        .attr("role", "search");
  }
}
