package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.retention.HeldManifest;
import dev.orlop.cli.retention.RetentionRule;
import dev.orlop.cli.retention.RetentionRule.Dropped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop retention apply}. */
@Command(
    name = "apply",
    description = {
      "Have the hold give up the manifests of a plan. The plan is made anew with the same rule",
      "first: what is kept by now stays. May be run again if it was cut off."
    },
    footer = {"", "JSON: count, stayed."})
public final class RetentionApplyCommand extends HoldCommand {
  @Parameters(paramLabel = "FILE", description = "What retention plan -o FILE.json wrote.")
  private Path file = Path.of("");

  /** The command in {@code console}. */
  public RetentionApplyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    ReadPlan plan = ReadPlan.of(console, file, "orlop retention plan");
    RetentionRule rule = rule(plan);
    Set<HeldManifest.Name> planned = names(plan);
    try (HoldSession session = operatorSession()) {
      List<HeldManifest.Name> dropped =
          new RetentionPlans(session, console.err()::println)
              .make(rule, InstantSource.system()).dropped().stream()
                  .map(Dropped::manifest)
                  .map(HeldManifest::name)
                  .filter(planned::contains)
                  .toList();
      for (HeldManifest.Name name : dropped) {
        session.client().dropManifest(name.owner(), name.repository(), name.digest());
      }
      int stayed = planned.size() - dropped.size();
      printer()
          .lines(
              () ->
                  List.of(
                      "%d manifests are given up; %d of the plan stay, or were gone"
                          .formatted(dropped.size(), stayed)),
              () -> Json.object().put("count", dropped.size()).put("stayed", stayed));
    }
    return ExitCode.OK;
  }

  private static RetentionRule rule(ReadPlan plan) {
    OptionalLong keepTags = plan.integerIfAny("keepTags");
    OptionalLong keepPulledDays = plan.integerIfAny("keepPulledDays");
    return new RetentionRule(
        keepTags.isPresent()
            ? OptionalInt.of(Math.clamp(keepTags.getAsLong(), 0, Integer.MAX_VALUE))
            : OptionalInt.empty(),
        keepPulledDays.isPresent()
            ? Optional.of(Duration.ofDays(keepPulledDays.getAsLong()))
            : Optional.empty(),
        plan.bool("dropGone"),
        Duration.ofHours(plan.integer("graceHours")));
  }

  private static Set<HeldManifest.Name> names(ReadPlan plan) {
    return plan.entries("manifests").stream()
        .map(
            manifest ->
                new HeldManifest.Name(
                    Did.parse(manifest.text("did")),
                    manifest.text("repository"),
                    Digest.parse(manifest.text("digest"))))
        .collect(Collectors.toSet());
  }
}
