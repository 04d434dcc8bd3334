package dev.orlop.cli.command;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.Garbage;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop scrub}. */
@Command(
    name = "scrub",
    description = {
      "Have a hold read its blobs again and compare them with their digests, and look for blobs",
      "that records name and it does not have. Changes nothing."
    },
    footer = {
      "",
      "The hold goes on by itself if this is cut off. JSON: seen, checked, bytes, damaged, missing.",
      "Exit code 6 if any is damaged or missing."
    })
public final class ScrubCommand extends HoldCommand {
  private static final Duration LOOK = Duration.ofMillis(200);

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      description = "How many blobs to read, chosen at random (default: ${DEFAULT-VALUE}).")
  private String sample = "100";

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      description = "How many bytes a second to read at most (default: ${DEFAULT-VALUE}).")
  private long rate = 50L << 20;

  /** The command in {@code console}. */
  public ScrubCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    DataMap found;
    try (HoldSession session = operatorSession()) {
      Garbage garbage = new Garbage(session.client().xrpc());
      garbage.startScrub(percent(), rate);
      found = garbage.scrubStatus();
      while (found.bool("running").orElse(false)) {
        LockSupport.parkNanos(LOOK.toNanos());
        found = garbage.scrubStatus();
      }
    }
    print(found);
    Optional<String> failure = found.text("failure");
    if (failure.isPresent()) {
      throw new CommandFailure(
          ExitCode.FAILURE, "the scrub ended before its time", failure.get(), "run it again");
    }
    if (!list(found, "damaged").isEmpty() || !list(found, "missing").isEmpty()) {
      throw new CommandFailure(
          ExitCode.VERIFICATION_FAILED,
          "some blobs are damaged or missing",
          "the storage lost or changed them",
          "push their images again, or bring the blobs back from a copy");
    }
    return ExitCode.OK;
  }

  private int percent() {
    String number = sample.endsWith("%") ? sample.substring(0, sample.length() - 1) : sample;
    int percent = Integer.parseInt(number);
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("--sample takes 1 to 100 percent");
    }
    return percent;
  }

  private void print(DataMap found) {
    printer()
        .lines(
            () -> {
              List<String> lines = new ArrayList<>();
              list(found, "damaged").forEach(digest -> lines.add(digest + "  DAMAGED"));
              list(found, "missing").forEach(digest -> lines.add(digest + "  MISSING"));
              lines.add(
                  "%d of %d blobs were read again, %s: %d damaged, %d missing"
                      .formatted(
                          number(found, "checked"),
                          number(found, "seen"),
                          Bytes.text(number(found, "bytes")),
                          list(found, "damaged").size(),
                          list(found, "missing").size()));
              return lines;
            },
            () ->
                Json.object()
                    .put("seen", number(found, "seen"))
                    .put("checked", number(found, "checked"))
                    .put("bytes", number(found, "bytes"))
                    .put("damaged", list(found, "damaged"))
                    .put("missing", list(found, "missing")));
  }

  private static long number(DataMap map, String field) {
    return map.integer(field).orElse(0);
  }

  /** Digests, as such or as what is damaged. */
  private static List<String> list(DataMap map, String field) {
    List<String> digests = new ArrayList<>();
    for (DataValue value : map.array(field).orElse(List.of())) {
      switch (value) {
        case DataValue.Text(String digest) -> digests.add(digest);
        case DataMap damaged -> digests.add(damaged.text("digest").orElse("-"));
        default -> {
          // Nothing that we know.
        }
      }
    }
    return digests;
  }
}
