package dev.orlop.cli.command;

import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.remote.Garbage;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop gc undelete}. */
@Command(
    name = "undelete",
    description = "Take blobs back from the trash.",
    footer = {
      "",
      "They are as if they had just come: what no record names then goes again after the grace.",
      "JSON: count, bytes, receipts, stayed."
    })
public final class GcUndeleteCommand extends HoldCommand {
  @Parameters(paramLabel = "DIGEST", arity = "0..*", description = "sha256:... or sha512:...")
  private List<String> digests = new ArrayList<>();

  @Option(names = "--all", description = "All that is there.")
  private boolean all;

  /** The command in {@code console}. */
  public GcUndeleteCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    if (all != digests.isEmpty()) {
      throw new IllegalArgumentException("name digests, or say --all");
    }
    List<String> wanted = digests.stream().map(text -> Digest.parse(text).toString()).toList();
    GcDone done = new GcDone();
    try (HoldSession session = operatorSession()) {
      Garbage garbage = new Garbage(session.client().xrpc());
      if (all) {
        Garbage.Done some;
        do {
          some = garbage.restoreSome();
          done.add(some);
        } while (some.count() > 0);
      }
      done.inBatches(wanted, garbage::restore);
    }
    if (!all && done.isNothing()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "none of them is in the trash",
          "they were never there, came back, or are gone for good",
          "orlop gc report shows what went when");
    }
    done.print(printer(), "are back", "are not in the trash");
    return ExitCode.OK;
  }
}
