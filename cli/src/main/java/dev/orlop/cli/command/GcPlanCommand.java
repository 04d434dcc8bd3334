package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.Garbage;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop gc plan}. */
@Command(
    name = "plan",
    description = {
      "Say what would be cleared up, and change nothing. -o plan.json puts the plan into a file",
      "that gc apply takes."
    },
    footer = {
      "",
      "JSON: planned, reason, count, bytes, scannedBlobs, scannedBytes, blobs: [{digest, size}]."
    })
public final class GcPlanCommand extends HoldCommand {
  private static final int SHOWN = 20;

  /** The command in {@code console}. */
  public GcPlanCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      Garbage.Plan plan = new Garbage(session.client().xrpc()).plan();
      printer().lines(() -> lines(plan), () -> json(plan));
    }
    return ExitCode.OK;
  }

  private static List<String> lines(Garbage.Plan plan) {
    List<String> lines = new ArrayList<>();
    plan.blobs().stream()
        .limit(SHOWN)
        .forEach(blob -> lines.add("%s  %s".formatted(blob.digest(), Bytes.text(blob.size()))));
    if (plan.blobs().size() > SHOWN) {
      lines.add("and %d more".formatted(plan.blobs().size() - SHOWN));
    }
    lines.add(
        "%d of %d blobs are named by no record and nobody relies on them: %s of %s"
            .formatted(
                plan.blobs().size(),
                plan.scannedBlobs(),
                Bytes.text(plan.bytes()),
                Bytes.text(plan.scannedBytes())));
    return lines;
  }

  private static Json json(Garbage.Plan plan) {
    return Json.object()
        .put("planned", plan.planned())
        .put("reason", "no record names them and nobody relies on them")
        .put("count", plan.blobs().size())
        .put("bytes", plan.bytes())
        .put("scannedBlobs", plan.scannedBlobs())
        .put("scannedBytes", plan.scannedBytes())
        .put(
            "blobs",
            Json.array(
                plan.blobs().stream()
                    .map(
                        blob -> Json.object().put("digest", blob.digest()).put("size", blob.size()))
                    .toList()));
  }
}
