package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldClient;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.RepositoryStats;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop stats top}. */
@Command(
    name = "top",
    description = "Show the repositories that were pulled most, by the hold's signed records.",
    footer = {
      "",
      "Pulls of the last seconds may be missing here; stats show has them.",
      "JSON: as that of stats show."
    })
public final class StatsTopCommand extends HoldCommand {
  private static final Comparator<RepositoryStats> MOST_PULLED =
      Comparator.comparingLong(RepositoryStats::pulls)
          .thenComparingLong(RepositoryStats::pushes)
          .reversed()
          .thenComparing(RepositoryStats::owner)
          .thenComparing(RepositoryStats::repository);

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  /** The command in {@code console}. */
  public StatsTopCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit must be at least 1");
    }
    try (HoldSession session = session()) {
      List<RepositoryStats> top =
          session.client().records(Nsids.HOLD_STATS).stream()
              .flatMap(entry -> read(session.client(), entry).stream())
              .sorted(MOST_PULLED)
              .limit(limit)
              .toList();
      printer().table(() -> StatsShowCommand.table(session, top), () -> StatsShowCommand.json(top));
    }
    return ExitCode.OK;
  }

  private static Optional<RepositoryStats> read(HoldClient hold, HoldClient.Entry entry) {
    try {
      StatsRecord record = StatsRecord.of(entry.value());
      return Optional.of(
          new RepositoryStats(
              record.owner().value(),
              record.repository(),
              record.pullCount(),
              record.pushCount(),
              record.lastPull().map(Datetime::toString),
              record.lastPush().map(Datetime::toString),
              Optional.of(AtUri.of(hold.did(), Nsids.HOLD_STATS, entry.rkey()).toString()),
              Optional.of(entry.cid()),
              Optional.empty()));
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }
}
