package dev.orlop.cli.command;

import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldClient;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop usage}. */
@Command(
    name = "usage",
    description =
        "Show what all users of the hold use together, and what storing each blob once saves.",
    footer = {
      "",
      "Exit code 6 if --reconcile finds a blob missing or of another size than the records say.",
      "JSON: layerRecords, stored, logical: {blobs, bytes}, savedBytes, userCount; with --reconcile",
      "storage: {stored: {blobs, bytes}, withoutRecord, withoutBlob, ofOtherSize:",
      "{blobs, bytes, examples: [digest]}}."
    })
public final class UsageCommand extends HoldCommand {
  @Option(
      names = "--reconcile",
      description = "Compare the records with the storage and print the difference.")
  private boolean reconcile;

  /** The command in {@code console}. */
  public UsageCommand(Console console) {
    super(console);
  }

  private record Amount(long blobs, long bytes) {
    static Amount of(DataMap map) {
      return new Amount(map.integer("blobs").orElse(0), map.integer("bytes").orElse(0));
    }

    @Override
    public String toString() {
      return "%d blobs, %d bytes (%s)".formatted(blobs, bytes, Bytes.text(bytes));
    }

    Json.Obj json() {
      return Json.object().put("blobs", blobs).put("bytes", bytes);
    }
  }

  private record Difference(Amount amount, List<String> examples) {
    static Difference of(DataMap map) {
      List<String> examples =
          map.array("examples").orElse(List.of()).stream()
              .filter(DataValue.Text.class::isInstance)
              .map(text -> ((DataValue.Text) text).value())
              .toList();
      return new Difference(Amount.of(map), examples);
    }

    Json.Obj json() {
      return amount.json().put("examples", examples);
    }
  }

  private record Storage(
      Amount stored, Difference withoutRecord, Difference withoutBlob, Difference ofOtherSize) {
    static Storage of(DataMap map) {
      return new Storage(
          Amount.of(part(map, "stored")),
          Difference.of(part(map, "withoutRecord")),
          Difference.of(part(map, "withoutBlob")),
          Difference.of(part(map, "ofOtherSize")));
    }

    boolean isSound() {
      return withoutBlob.amount().blobs() == 0 && ofOtherSize.amount().blobs() == 0;
    }

    Json.Obj json() {
      return Json.object()
          .put("stored", stored.json())
          .put("withoutRecord", withoutRecord.json())
          .put("withoutBlob", withoutBlob.json())
          .put("ofOtherSize", ofOtherSize.json());
    }
  }

  private static DataMap part(DataMap map, String name) {
    return map.map(name).orElseThrow(() -> HoldClient.malformed("no " + name));
  }

  @Override
  protected ExitCode run() throws IOException {
    DataMap answer;
    try (HoldSession session = session()) {
      XrpcQuery query = XrpcQuery.of("users", 0).with("reconcile", reconcile);
      answer = session.client().xrpc().query(Nsids.HOLD_GET_USAGE, query);
    }
    Optional<Storage> storage = answer.map("storage").map(Storage::of);
    printer().lines(() -> lines(answer, storage), () -> json(answer, storage));
    if (storage.isPresent() && !storage.get().isSound()) {
      throw new CommandFailure(
          ExitCode.VERIFICATION_FAILED,
          "the storage lacks what records name",
          "blobs were removed or changed behind the hold's back",
          "restore them, or push the images again");
    }
    return ExitCode.OK;
  }

  private static List<String> lines(DataMap answer, Optional<Storage> storage) {
    List<String> lines = new ArrayList<>();
    lines.add("users            " + answer.integer("userCount").orElse(0));
    lines.add("layer records    " + answer.integer("layerRecords").orElse(0));
    lines.add("used by users    " + Amount.of(part(answer, "logical")));
    lines.add("each blob once   " + Amount.of(part(answer, "stored")));
    lines.add("saved            " + Bytes.text(answer.integer("savedBytes").orElse(0)));
    storage.ifPresent(
        found -> {
          lines.add("in the storage   " + found.stored());
          add(lines, "without record   ", found.withoutRecord());
          add(lines, "without blob     ", found.withoutBlob());
          add(lines, "of other size    ", found.ofOtherSize());
        });
    return lines;
  }

  private static void add(List<String> lines, String name, Difference difference) {
    lines.add(name + difference.amount());
    difference.examples().forEach(digest -> lines.add("  " + digest));
  }

  private static Json json(DataMap answer, Optional<Storage> storage) {
    Json.Obj json =
        Json.object()
            .put("layerRecords", answer.integer("layerRecords").orElse(0))
            .put("stored", Amount.of(part(answer, "stored")).json())
            .put("logical", Amount.of(part(answer, "logical")).json())
            .put("savedBytes", answer.integer("savedBytes").orElse(0))
            .put("userCount", answer.integer("userCount").orElse(0));
    storage.ifPresent(found -> json.put("storage", found.json()));
    return json;
  }
}
