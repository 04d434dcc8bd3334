package dev.orlop.cli.command;

import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Printer;
import dev.orlop.cli.remote.Garbage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What several calls did together. */
final class GcDone {
  /** So many digests go into one call. */
  private static final int BATCH = 200;

  private long count;
  private long bytes;
  private final List<String> receipts = new ArrayList<>();
  private final List<String> stayed = new ArrayList<>();

  void add(Garbage.Done done) {
    count += done.count();
    bytes += done.bytes();
    done.receipt().ifPresent(receipts::add);
    stayed.addAll(done.stayed());
  }

  /** Has many blobs dealt with, some at a time. */
  void inBatches(List<String> digests, Function<List<String>, Garbage.Done> call) {
    for (int from = 0; from < digests.size(); from += BATCH) {
      add(call.apply(digests.subList(from, Math.min(from + BATCH, digests.size()))));
    }
  }

  boolean isNothing() {
    return count == 0;
  }

  /** Prints it. */
  void print(Printer printer, String what, String others) {
    printer.lines(
        () -> {
          List<String> lines = new ArrayList<>();
          lines.add("%d blobs %s: %s".formatted(count, what, Bytes.text(bytes)));
          if (!stayed.isEmpty()) {
            lines.add("%d %s".formatted(stayed.size(), others));
          }
          receipts.forEach(receipt -> lines.add("receipt  " + receipt));
          return lines;
        },
        () ->
            Json.object()
                .put("count", count)
                .put("bytes", bytes)
                .put("receipts", receipts)
                .put("stayed", stayed));
  }
}
