package dev.orlop.appview.page;

import dev.orlop.appview.manifests.Shelf;
import dev.orlop.appview.manifests.Shelves;
import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.page.Grid.Column;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.registry.Page;
import dev.orlop.appview.resolve.Account;
import dev.orlop.appview.stats.RepositoryStats;
import dev.orlop.appview.stats.SilentHold;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.lexicons.RepositoryName;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an account has.
 *
 * @param stats of the repositories to be shown
 * @param staleSince when the account's server last answered, if it does not now
 */
record UserPage(
    Account account,
    Shelves shelves,
    Page<RepositoryStats> stats,
    Optional<Instant> staleSince,
    InstantSource clock) {

  Html html() {
    return Html.all(
        El.of("h1", account.shown().toString()),
        El.of(
                "dl",
                El.of("dt", "DID"),
                code(account.did().value()),
                El.of("dt", "Server"),
                code(account.pds().map(URI::toString).orElse("none")))
            .looks("notes"),
        Notices.stale(staleSince),
        Notices.silent(silent(), clock.instant()),
        El.of("h2", "Images"),
        stats.items().isEmpty() ? El.of("p", "No images here yet.") : table(),
        next());
  }

  private static El code(String value) {
    return El.of("dd", El.of("code", value));
  }

  private El table() {
    Grid grid =
        new Grid(
            "Images",
            Column.of("Image"),
            Column.ofNumbers("Pulls"),
            Column.ofNumbers("Pushes"),
            Column.ofNumbers("Tags"),
            Column.of("Last push"));
    for (RepositoryStats one : stats.items()) {
      RepositoryName name = one.repository().name();
      Shelf shelf = shelves.of(name);
      grid.row(
          Links.to(Links.repository(ImageName.of(account.shown(), name)), name.value()),
          Html.text(Formats.number(one.pulls())),
          Html.text(Formats.number(one.pushes())),
          Html.text(Formats.number(shelf.tags().size())),
          pushed(shelf, one));
    }
    return grid.html();
  }

  /** By the newest of the records; the hold's word where they do not say. */
  private static Html pushed(Shelf shelf, RepositoryStats stats) {
    return shelf.manifests().stream()
        .findFirst()
        .flatMap(ManifestRecord::createdAt)
        .or(stats::lastPush)
        .map(Datetime::instant)
        .<Html>map(Formats::time)
        .orElse(Html.text("-"));
  }

  /**
   * Each once, though it may be silent about many repositories; their figures are of no use here.
   */
  private Collection<SilentHold> silent() {
    Map<Object, SilentHold> holds = new LinkedHashMap<>();
    for (RepositoryStats one : stats.items()) {
      for (SilentHold hold : one.silent()) {
        holds.putIfAbsent(
            hold.named(), new SilentHold(hold.named(), hold.reason(), Optional.empty()));
      }
    }
    return holds.values();
  }

  private Html next() {
    if (!stats.more()) {
      return Html.none();
    }
    String last = stats.items().getLast().repository().name().value();
    return El.of("p", Links.to(Links.user(account.shown()) + "?after=" + last, "More images"));
  }
}
