package dev.orlop.cli.remote;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Blobs that nobody needs, as the operator of a hold sees and clears them up. */
public final class Garbage {
  private final XrpcClient xrpc;

  /** Over the methods of a hold that is spoken to in its own name. */
  public Garbage(XrpcClient xrpc) {
    this.xrpc = xrpc;
  }

  /** A blob. */
  public record Entry(String digest, long size) {}

  /**
   * What a hold would clear up.
   *
   * @param planned when it was last looked at
   */
  public record Plan(String planned, List<Entry> blobs, long scannedBlobs, long scannedBytes) {
    /** Copies the list. */
    public Plan {
      blobs = List.copyOf(blobs);
    }

    /** Of all of them. */
    public long bytes() {
      return blobs.stream().mapToLong(Entry::size).sum();
    }
  }

  /** Asks for all of the plan. */
  public Plan plan() {
    List<Entry> blobs = new ArrayList<>();
    long scannedBlobs = 0;
    long scannedBytes = 0;
    String planned;
    Optional<String> cursor = Optional.empty();
    do {
      DataMap page = xrpc.query(Nsids.ADMIN_GC_PLAN, XrpcQuery.NONE.with("cursor", cursor));
      page.array("blobs").orElse(List.of()).forEach(value -> blobs.add(entry(value)));
      scannedBlobs += number(page, "scannedBlobs");
      scannedBytes += number(page, "scannedBytes");
      planned = text(page, "planned");
      cursor = page.text("cursor");
    } while (cursor.isPresent());
    return new Plan(planned, blobs, scannedBlobs, scannedBytes);
  }

  /**
   * What was done.
   *
   * @param receipt the record that says so, if anything was
   * @param stayed digests of blobs that it was not done to
   */
  public record Done(long count, long bytes, Optional<String> receipt, List<String> stayed) {
    /** Copies the list. */
    public Done {
      stayed = List.copyOf(stayed);
    }
  }

  /** Moves blobs of a plan to the trash. */
  public Done apply(String planned, List<String> digests) {
    return done(
        xrpc.procedure(
            Nsids.ADMIN_GC_APPLY,
            DataMap.builder().put("planned", planned).put("digests", texts(digests)).build()));
  }

  /** Takes blobs back from the trash. */
  public Done restore(List<String> digests) {
    return done(
        xrpc.procedure(
            Nsids.ADMIN_GC_RESTORE, DataMap.builder().put("digests", texts(digests)).build()));
  }

  /** Takes some back, whichever come first; nothing if there are none. */
  public Done restoreSome() {
    return done(xrpc.procedure(Nsids.ADMIN_GC_RESTORE, DataMap.EMPTY));
  }

  /** How it stands, as the hold says it. */
  public DataMap status() {
    return xrpc.query(Nsids.ADMIN_GC_STATUS, XrpcQuery.NONE);
  }

  /** Begins to read blobs again. */
  public void startScrub(int percent, long bytesPerSecond) {
    DataMap unused =
        xrpc.procedure(
            Nsids.ADMIN_SCRUB,
            DataMap.builder()
                .put("percent", percent)
                .put("bytesPerSecond", bytesPerSecond)
                .build());
  }

  /** How far that is, as the hold says it. */
  public DataMap scrubStatus() {
    return xrpc.query(Nsids.ADMIN_SCRUB_STATUS, XrpcQuery.NONE);
  }

  private static List<DataValue> texts(List<String> digests) {
    return digests.stream().<DataValue>map(DataValue.Text::new).toList();
  }

  private static Done done(DataMap answer) {
    return new Done(
        number(answer, "count"),
        number(answer, "bytes"),
        answer.text("receipt"),
        answer.array("stayed").orElse(List.of()).stream()
            .flatMap(
                value ->
                    value instanceof DataValue.Text(String text)
                        ? Optional.of(text).stream()
                        : Optional.<String>empty().stream())
            .toList());
  }

  private static Entry entry(DataValue value) {
    if (value instanceof DataMap map) {
      return new Entry(text(map, "digest"), number(map, "size"));
    }
    throw HoldClient.malformed("a blob that is no object");
  }

  private static long number(DataMap map, String field) {
    return map.integer(field).orElseThrow(() -> HoldClient.malformed("an answer without " + field));
  }

  private static String text(DataMap map, String field) {
    return map.text(field).orElseThrow(() -> HoldClient.malformed("an answer without " + field));
  }
}
