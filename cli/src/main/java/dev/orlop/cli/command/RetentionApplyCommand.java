package dev.orlop.cli.command;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.retention.HeldManifest;
import dev.orlop.cli.retention.RetentionRule;
import dev.orlop.cli.retention.RetentionRule.Dropped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
  private static final JsonLimits LIMITS = new JsonLimits(1 << 30, 8, 1 << 24);

  @Parameters(paramLabel = "FILE", description = "What retention plan -o FILE.json wrote.")
  private Path file = Path.of("");

  /** The command in {@code console}. */
  public RetentionApplyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    DataMap plan;
    try (InputStream in = Files.newInputStream(console.workingDirectory().resolve(file))) {
      plan = DataJson.parse(in, LIMITS);
    }
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

  private RetentionRule rule(DataMap plan) {
    return new RetentionRule(
        plan.integer("keepTags").isPresent()
            ? OptionalInt.of((int) plan.integer("keepTags").getAsLong())
            : OptionalInt.empty(),
        plan.integer("keepPulledDays").isPresent()
            ? Optional.of(Duration.ofDays(plan.integer("keepPulledDays").getAsLong()))
            : Optional.empty(),
        plan.bool("dropGone").orElseThrow(this::noPlan),
        Duration.ofHours(plan.integer("graceHours").orElseThrow(this::noPlan)));
  }

  private Set<HeldManifest.Name> names(DataMap plan) {
    Set<HeldManifest.Name> names = new HashSet<>();
    for (DataValue value : plan.array("manifests").orElseThrow(this::noPlan)) {
      if (!(value instanceof DataMap manifest)) {
        throw noPlan();
      }
      names.add(
          new HeldManifest.Name(
              Did.parse(manifest.text("did").orElseThrow(this::noPlan)),
              manifest.text("repository").orElseThrow(this::noPlan),
              Digest.parse(manifest.text("digest").orElseThrow(this::noPlan))));
    }
    return names;
  }

  private CommandFailure noPlan() {
    return new CommandFailure(
        ExitCode.USAGE,
        file + " is no plan",
        "it lacks a rule or manifests",
        "orlop retention plan -o plan.json writes one");
  }
}
