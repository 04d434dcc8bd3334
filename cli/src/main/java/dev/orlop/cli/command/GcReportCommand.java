package dev.orlop.cli.command;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.Garbage;
import dev.orlop.cli.remote.HoldClient;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop gc report}. */
@Command(
    name = "report",
    description = "Show what was cleared up, by the hold's signed records, and how it stands.",
    footer = {
      "",
      "JSON: status: {surveyedAt?, blobs, bytes, free, freeBytes, trashBlobs, trashBytes, leases,",
      "everyHours, trashHours}, receipts: [{uri, cid, action, cause, count, bytes, createdAt}]."
    })
public final class GcReportCommand extends HoldCommand {
  /** The command in {@code console}. */
  public GcReportCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    try (HoldSession session = operatorSession()) {
      DataMap status = new Garbage(session.client().xrpc()).status();
      List<HoldClient.Entry> receipts = session.client().records(Nsids.HOLD_GC_RECEIPT);
      printer()
          .lines(
              () -> lines(status, receipts),
              () ->
                  Json.object()
                      .put("status", json(status))
                      .put(
                          "receipts",
                          Json.array(
                              receipts.stream()
                                  .map(receipt -> json(session.client(), receipt))
                                  .toList())));
    }
    return ExitCode.OK;
  }

  private static List<String> lines(DataMap status, List<HoldClient.Entry> receipts) {
    Table table = Table.of("WHEN", "WHAT", "WHO", "BLOBS", "BYTES", "RECORD");
    receipts.forEach(
        receipt ->
            table.row(
                text(receipt.value(), "createdAt"),
                text(receipt.value(), "action"),
                text(receipt.value(), "cause"),
                Long.toString(number(receipt.value(), "count")),
                Bytes.text(number(receipt.value(), "bytes")),
                receipt.rkey().value()));
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(
        "in the trash: %d blobs, %s; they go for good after %d hours"
            .formatted(
                number(status, "trashBlobs"),
                Bytes.text(number(status, "trashBytes")),
                number(status, "trashHours")));
    status
        .text("surveyedAt")
        .ifPresent(
            at ->
                lines.add(
                    "last looked at %s: %d of %d blobs were needed by nobody, %s"
                        .formatted(
                            at,
                            number(status, "free"),
                            number(status, "blobs"),
                            Bytes.text(number(status, "freeBytes")))));
    long hours = number(status, "everyHours");
    lines.add(
        hours == 0
            ? "the hold clears up when it is told to (gc.every-hours)"
            : "the hold clears up every " + hours + " hours");
    return lines;
  }

  private static Json json(DataMap status) {
    Json.Obj json = Json.object().put("surveyedAt", status.text("surveyedAt"));
    for (String name :
        List.of(
            "blobs",
            "bytes",
            "free",
            "freeBytes",
            "trashBlobs",
            "trashBytes",
            "leases",
            "everyHours",
            "trashHours")) {
      json.put(name, number(status, name));
    }
    return json;
  }

  private static Json json(HoldClient hold, HoldClient.Entry receipt) {
    return Json.object()
        .put(
            "uri",
            "at://" + hold.did() + "/" + Nsids.HOLD_GC_RECEIPT + "/" + receipt.rkey().value())
        .put("cid", receipt.cid())
        .put("action", text(receipt.value(), "action"))
        .put("cause", text(receipt.value(), "cause"))
        .put("count", number(receipt.value(), "count"))
        .put("bytes", number(receipt.value(), "bytes"))
        .put("createdAt", text(receipt.value(), "createdAt"));
  }

  private static String text(DataMap map, String field) {
    return map.text(field).orElse("-");
  }

  private static long number(DataMap map, String field) {
    return map.integer(field).orElse(0);
  }
}
