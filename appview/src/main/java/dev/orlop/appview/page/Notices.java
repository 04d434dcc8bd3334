package dev.orlop.appview.page;

import dev.orlop.appview.stats.SilentHold;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** What a reader should know before they believe a page. */
final class Notices {
  private Notices() {}

  /** That the owner's server does not answer, and of when this is. */
  static Html stale(Optional<Instant> since) {
    return since
        .<Html>map(
            then ->
                notice(
                    Html.text("The owner's server does not answer. This is what it said on "),
                    Formats.time(then),
                    Html.text(".")))
        .orElse(Html.none());
  }

  /** Which holds the counts are without. */
  static Html silent(Collection<SilentHold> holds, Instant now) {
    return Html.all(holds.stream().map(hold -> silent(hold, now)).toList());
  }

  private static Html silent(SilentHold hold, Instant now) {
    String last =
        hold.last()
            .map(
                figure ->
                    " When it last answered, %s, it had counted %s."
                        .formatted(
                            Formats.ago(figure.age(now)),
                            Formats.count(figure.counts().pulls(), "pull")))
            .orElse("");
    return notice(
        Html.text("Not counted: the hold "),
        El.of("code", hold.named().toString()),
        Html.text(" (" + hold.reason() + ")." + last));
  }

  private static Html notice(Html... content) {
    return El.of("p", content).looks("notice").attr("role", "note");
  }
}
