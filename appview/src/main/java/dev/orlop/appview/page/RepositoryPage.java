package dev.orlop.appview.page;

import dev.orlop.appview.manifests.Shelf;
import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.RepoPage;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.resolve.Account;
import dev.orlop.appview.stats.RepositoryStats;
import dev.orlop.atproto.syntax.Datetime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a repository has.
 *
 * @param service the name of this registry
 * @param name as clients call it
 * @param description in its owner's words
 * @param staleSince when the owner's server last answered, if it does not now
 */
record RepositoryPage(
    String service,
    ImageName name,
    Account account,
    Shelf shelf,
    RepositoryStats stats,
    Optional<RepoPage> description,
    Optional<Instant> staleSince,
    Instant now) {
  private static final Tag LATEST = new Tag("latest");

  /** The name of the page. */
  String title() {
    return account.shown() + "/" + name.repository();
  }

  Html html() {
    List<Tag> tags = newestFirst();
    Optional<Tag> shown = tags.contains(LATEST) ? Optional.of(LATEST) : tags.stream().findFirst();
    Images images = new Images(shelf, service + "/" + name);
    return Html.all(
        El.of(
            "h1",
            Links.to(Links.user(account.shown()), account.shown().toString()),
            Html.text("/" + name.repository())),
        Notices.stale(staleSince),
        Commands.of(
            List.of(
                "docker pull "
                    + service
                    + "/"
                    + name
                    + shown.filter(tag -> !tag.equals(LATEST)).map(tag -> ":" + tag).orElse(""))),
        facts(),
        shown
            .flatMap(images::manifest)
            .map(manifest -> Annotations.of(manifest.annotations()))
            .orElse(Html.none()),
        readme(),
        El.of("h2", "Tags"),
        images.tags(tags),
        El.of("h2", "Pulls and who counted them"),
        Notices.silent(stats.silent(), now),
        new CountsSection(stats, account.shown()).html(),
        El.of("h2", "Manifests"),
        images.manifests(tags));
  }

  private List<Tag> newestFirst() {
    return shelf.tags().stream().sorted(Comparator.comparing(this::movedAt).reversed()).toList();
  }

  private Instant movedAt(Tag tag) {
    return shelf.tag(tag).flatMap(TagRecord::movedAt).map(Datetime::instant).orElse(Instant.MIN);
  }

  private El facts() {
    El facts =
        El.of(
                "dl",
                fact("Pulls", Html.text(Formats.number(stats.pulls()))),
                fact("Pushes", Html.text(Formats.number(stats.pushes()))),
                fact("Tags", Html.text(Formats.number(shelf.tags().size()))))
            .looks("facts");
    stats.lastPull().ifPresent(last -> facts.add(fact("Last pull", Formats.time(last.instant()))));
    return facts;
  }

  private static El fact(String name, Html value) {
    return El.of("div", El.of("dt", name), El.of("dd", value));
  }

  private Html readme() {
    return description
        .flatMap(RepoPage::description)
        .filter(text -> !text.isBlank())
        .<Html>map(
            text ->
                Html.all(
                    El.of("h2", "Description"),
                    El.of("div", Markdown.render(text)).looks("readme")))
        .orElse(Html.none());
  }
}
