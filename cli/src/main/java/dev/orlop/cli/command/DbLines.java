package dev.orlop.cli.command;

import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.DatabaseCare;
import java.util.List;
import java.util.stream.Stream;

/** How a database stands, as text and as JSON. */
final class DbLines {
  private DbLines() {}

  static List<String> lines(DatabaseCare.Status status) {
    return Stream.concat(
            Stream.of(status.place() + (status.isCurrent() ? " is current" : " is behind")),
            status.steps().stream()
                .map(step -> "  " + step.name() + (step.taken() ? "" : " (not taken yet)")))
        .toList();
  }

  static Json json(DatabaseCare.Status status) {
    return Json.object()
        .put("place", status.place())
        .put("current", status.isCurrent())
        .put(
            "steps",
            Json.array(
                status.steps().stream()
                    .map(step -> Json.object().put("name", step.name()).put("taken", step.taken()))
                    .toList()));
  }
}
