package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.Garbage;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import java.nio.file.Path;
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
  @Parameters(paramLabel = "FILE", description = "What gc plan -o FILE.json wrote.")
  private Path file = Path.of("");

  /** The command in {@code console}. */
  public GcApplyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    ReadPlan plan = ReadPlan.of(console, file, "orlop gc plan");
    String planned = plan.text("planned");
    List<String> digests = plan.entries("blobs").stream().map(blob -> blob.text("digest")).toList();
    GcDone done = new GcDone();
    try (HoldSession session = operatorSession()) {
      Garbage garbage = new Garbage(session.client().xrpc());
      done.inBatches(digests, some -> garbage.apply(planned, some));
    }
    done.print(printer(), "are in the trash", "stayed: they are needed by now, or were young");
    return ExitCode.OK;
  }
}
