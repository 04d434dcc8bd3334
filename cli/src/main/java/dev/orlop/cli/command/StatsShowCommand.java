package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.RepositoryStats;
import dev.orlop.cli.transfer.ImageName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop stats show}. */
@Command(
    name = "show",
    description = "Show the counts of a repository, or of all repositories of an owner.",
    footer = {
      "",
      "Counts are current: what is not yet in the signed record is included.",
      "JSON: stats: [{owner, repository, pullCount, pushCount, lastPull?, lastPush?, uri?, cid?, rev?}]."
    })
public final class StatsShowCommand extends HoldCommand {
  @Parameters(paramLabel = "OWNER[/REPO]", description = "OWNER is a handle or a DID.")
  private String subject = "";

  /** The command in {@code console}. */
  public StatsShowCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = session()) {
      List<RepositoryStats> stats = stats(session);
      printer().table(() -> table(session, stats), () -> json(stats));
    }
    return ExitCode.OK;
  }

  private List<RepositoryStats> stats(HoldSession session) {
    if (subject.indexOf('/') < 0) {
      Did owner = session.names().did(AtIdentifier.parse(subject));
      return RepositoryStats.list(session.client(), owner);
    }
    ImageName name = ImageName.parse(subject);
    Did owner = session.names().did(name.owner());
    return List.of(RepositoryStats.get(session.client(), owner, name.repository()));
  }

  /** As a table. */
  static Table table(HoldSession session, List<RepositoryStats> stats) {
    Table table = Table.of("OWNER", "REPOSITORY", "PULLS", "PUSHES", "LAST PULL", "LAST PUSH");
    for (RepositoryStats line : stats) {
      table.row(
          session.names().label(line.owner()),
          line.repository(),
          Long.toString(line.pulls()),
          Long.toString(line.pushes()),
          line.lastPull().orElse("-"),
          line.lastPush().orElse("-"));
    }
    return table;
  }

  /** As JSON. */
  static Json json(List<RepositoryStats> stats) {
    return Json.object()
        .put(
            "stats",
            Json.array(
                stats.stream()
                    .map(
                        line ->
                            Json.object()
                                .put("owner", line.owner())
                                .put("repository", line.repository())
                                .put("pullCount", line.pulls())
                                .put("pushCount", line.pushes())
                                .put("lastPull", line.lastPull())
                                .put("lastPush", line.lastPush())
                                .put("uri", line.uri())
                                .put("cid", line.cid())
                                .put("rev", line.rev()))
                    .toList()));
  }
}
