package dev.orlop.cli.command;

import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.retention.RetentionRule;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop retention plan}. */
@Command(
    name = "plan",
    description = {
      "Say which manifests would not be kept, and change nothing. -o plan.json puts the plan into",
      "a file that retention apply takes."
    },
    footer = {
      "",
      "Each of --keep-tags and --keep-pulled-days keeps what it names; what neither keeps goes.",
      "Images of a kept index, and what is said about a kept image, stay with it. An owner whose",
      "server does not answer loses nothing.",
      "JSON: planned, dropGone, graceHours, keepTags?, keepPulledDays?, held, count,",
      "manifests: [{did, repository, digest, bytes, reason}]."
    })
public final class RetentionPlanCommand extends HoldCommand {
  @Option(
      names = "--keep-tags",
      paramLabel = "N",
      description = "Keep what the newest N tags of each repository name.")
  private @Nullable Integer keepTags;

  @Option(
      names = "--keep-pulled-days",
      paramLabel = "DAYS",
      description = "Keep all of a repository from which somebody pulled within so many days.")
  private @Nullable Integer keepPulledDays;

  @Option(
      names = "--gone",
      description = "Drop manifests whose owners have deleted them, whatever the rules say.")
  private boolean gone;

  @Option(
      names = "--grace-hours",
      paramLabel = "HOURS",
      description = "Keep what was pushed within so many hours (default: ${DEFAULT-VALUE}).")
  private int graceHours = 24;

  /** The command in {@code console}. */
  public RetentionPlanCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    RetentionRule rule = rule();
    try (HoldSession session = operatorSession()) {
      RetentionPlans.Plan plan =
          new RetentionPlans(session, console.err()::println).make(rule, InstantSource.system());
      printer().lines(() -> plan.lines(session), plan::json);
    }
    return ExitCode.OK;
  }

  private RetentionRule rule() {
    if (keepTags == null && keepPulledDays == null && !gone) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "nothing says what need not be kept",
          "without a rule all is kept",
          "--gone, --keep-tags N, --keep-pulled-days DAYS");
    }
    requireCount("--keep-tags", keepTags);
    requireCount("--keep-pulled-days", keepPulledDays);
    requireCount("--grace-hours", graceHours);
    return new RetentionRule(
        keepTags == null ? OptionalInt.empty() : OptionalInt.of(keepTags),
        Optional.ofNullable(keepPulledDays).map(Duration::ofDays),
        gone,
        Duration.ofHours(graceHours));
  }

  private static void requireCount(String option, @Nullable Integer value) {
    if (value != null && value < 0) {
      throw new IllegalArgumentException(option + " takes a number that is not negative");
    }
  }
}
