package dev.orlop.cli.command;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.Garbage;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop gc apply}. */
@Command(
    name = "apply",
    description = {
      "Move the blobs of a plan to the trash. Each is looked at once more: what is needed by now",
      "stays. May be run again if it was cut off."
    },
    footer = {
      "",
      "A plan may be applied gc.interval-minutes after it was made, so that all is found twice.",
      "JSON: count, bytes, receipts, stayed."
    })
public final class GcApplyCommand extends HoldCommand {
  private static final int BATCH = 200;
  private static final JsonLimits LIMITS = new JsonLimits(1 << 30, 8, 1 << 24);

  @Parameters(paramLabel = "FILE", description = "What gc plan -o FILE.json wrote.")
  private Path file = Path.of("");

  /** The command in {@code console}. */
  public GcApplyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    DataMap plan;
    try (InputStream in = Files.newInputStream(console.workingDirectory().resolve(file))) {
      plan = DataJson.parse(in, LIMITS);
    }
    String planned = plan.text("planned").orElseThrow(this::noPlan);
    List<String> digests = new ArrayList<>();
    for (DataValue value : plan.array("blobs").orElseThrow(this::noPlan)) {
      if (!(value instanceof DataMap blob)) {
        throw noPlan();
      }
      digests.add(blob.text("digest").orElseThrow(this::noPlan));
    }
    GcDone done = new GcDone();
    try (HoldSession session = operatorSession()) {
      Garbage garbage = new Garbage(session.client().xrpc());
      for (int from = 0; from < digests.size(); from += BATCH) {
        done.add(
            garbage.apply(planned, digests.subList(from, Math.min(from + BATCH, digests.size()))));
      }
    }
    done.print(printer(), "are in the trash", "stayed: they are needed by now, or were young");
    return ExitCode.OK;
  }

  private CommandFailure noPlan() {
    return new CommandFailure(
        ExitCode.USAGE,
        file + " is no plan",
        "it lacks planned or blobs",
        "orlop gc plan -o plan.json writes one");
  }
}
