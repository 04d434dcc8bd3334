package dev.orlop.appview.page;

import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.page.Grid.Column;
import dev.orlop.appview.stats.HoldFigure;
import dev.orlop.appview.stats.RepositoryStats;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Datetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which hold counted what, and how to check it.
 *
 * @param owner as they are shown
 */
record CountsSection(RepositoryStats stats, AtIdentifier owner) {
  Html html() {
    if (stats.holds().isEmpty()) {
      return El.of("p", "No hold says anything about this image just now.");
    }
    Grid grid =
        new Grid(
            "Pulls by hold",
            Column.of("Hold"),
            Column.ofNumbers("Pulls"),
            Column.ofNumbers("Pushes"),
            Column.of("Last pull"),
            Column.ofLong("Signed record"));
    List<String> commands = new ArrayList<>();
    for (HoldFigure figure : stats.holds()) {
      Counts counts = figure.counts();
      grid.row(
          El.of("code", figure.hold().did().value()),
          Html.text(Formats.number(counts.pulls())),
          Html.text(Formats.number(counts.pushes())),
          counts.lastPull().map(Datetime::instant).<Html>map(Formats::time).orElse(Html.text("-")),
          record(counts.record()));
      counts.record().ifPresent(_ -> commands.add(command(figure)));
    }
    return Html.all(grid.html(), proof(commands));
  }

  private static Html record(Optional<Counts.Signed> record) {
    return record
        .<Html>map(
            signed ->
                Html.all(
                    El.of("code", signed.uri().toString()),
                    signed
                        .rev()
                        .<Html>map(rev -> El.of("span", " at rev " + rev).looks("soft"))
                        .orElse(Html.none())))
        .orElse(El.of("span", "none shown").looks("soft"));
  }

  private Html proof(List<String> commands) {
    return commands.isEmpty()
        ? Html.none()
        : Html.all(
            El.of(
                "p",
                "The numbers are records that the holds have signed. To check them against the key"
                    + " of the hold:"),
            Commands.of(commands));
  }

  /** Names, DIDs and addresses have no character that a shell takes for another. */
  private String command(HoldFigure figure) {
    return "orlop stats verify %s/%s --hold %s"
        .formatted(owner, stats.repository().name(), figure.hold().address());
  }
}
