package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.Validity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clearing up a running hold, as its operator, its writers and its readers see it. */
class GarbageTest extends WithHold {
  private static final String PLAN = "dev.orlop.admin.gcPlan";
  private static final String APPLY = "dev.orlop.admin.gcApply";
  private static final String RESTORE = "dev.orlop.admin.gcRestore";
  private static final String STATUS = "dev.orlop.admin.gcStatus";
  private static final Map<String, String> HASTY =
      Map.of("ORLOP_GC_GRACE_HOURS", "1", "ORLOP_GC_INTERVAL_MINUTES", "0");

  @Override
  Map<String, String> settings() {
    return HASTY;
  }

  private Account operator() throws IOException {
    return new Account(
        hold.server().identity().did(), KeyFile.read(folder.resolve("keys/signing.key")));
  }

  /** What nobody relies on any more: all blobs are old, all leases over. */
  private void longAfter() throws IOException {
    hold.close();
    for (String place : List.of("leases", "blobs/docker")) {
      try (Stream<Path> files = Files.walk(folder.resolve(place))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (place.equals("leases")) {
            Files.delete(file);
          } else {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
          }
        }
      }
    }
    start();
  }

  private List<String> planned() throws IOException {
    DataMap plan = BlobCalls.ok(hold.get("/xrpc/" + PLAN, operator()));
    return plan.array("blobs").orElseThrow().stream()
        .map(blob -> ((DataMap) blob).text("digest").orElseThrow())
        .toList();
  }

  private DataMap apply(Digest... digests) throws IOException {
    return BlobCalls.ok(hold.post(APPLY, order(digests), operator()));
  }

  private static DataMap order(Digest... digests) {
    return DataMap.builder()
        .put("planned", Datetime.of(Instant.now().minusSeconds(1)).toString())
        .put(
            "digests",
            Arrays.stream(digests)
                .<DataValue>map(digest -> new DataValue.Text(digest.toString()))
                .toList())
        .build();
  }

  private int get(Digest digest) {
    return blobs.get(BlobCalls.getBlob(alice, digest, "")).statusCode();
  }

  @Test
  void aBlobThatNoRecordNamesGoesComesBackAndLeavesSignedReceipts() throws IOException {
    byte[] bytes = BlobCalls.bytes(1, 5_000);
    Digest lost = blobs.upload(alice, bytes);
    Digest config = blobs.upload(alice, BlobCalls.bytes(2, 300));
    Digest layer = blobs.upload(alice, BlobCalls.bytes(3, 7_000));
    BlobCalls.ok(blobs.notify(alice, "app", "push", config, layer));
    assertEquals(List.of(), planned());
    longAfter();
    assertEquals(List.of(lost.toString()), planned());
    assertEquals(200, get(lost));
    DataMap done = apply(lost, config, layer);
    assertEquals(1, done.integer("count").orElseThrow());
    assertEquals(5_000, done.integer("bytes").orElseThrow());
    assertEquals(2, done.array("stayed").orElseThrow().size());
    assertEquals(404, get(lost));
    assertEquals(200, get(config));
    assertEquals(200, get(layer));
    hold.restart(HASTY);
    assertEquals(404, get(lost));
    DataMap status = BlobCalls.ok(hold.get("/xrpc/" + STATUS, operator()));
    assertEquals(1, status.integer("trashBlobs").orElseThrow());
    DataMap back = BlobCalls.ok(hold.post(RESTORE, DataMap.EMPTY, operator()));
    assertEquals(1, back.integer("count").orElseThrow());
    assertArrayEquals(bytes, blobs.get(BlobCalls.getBlob(alice, lost, "")).body());
    assertReceipts("trash", "restore");
  }

  private void assertReceipts(String... actions) {
    DataMap records =
        hold.json(
            "/xrpc/com.atproto.repo.listRecords?repo="
                + hold.server().identity().did()
                + "&reverse=true&collection="
                + Nsids.HOLD_GC_RECEIPT);
    List<DataMap> receipts =
        records.array("records").orElseThrow().stream()
            .map(record -> ((DataMap) record).map("value").orElseThrow())
            .toList();
    assertEquals(
        List.of(actions),
        receipts.stream().map(receipt -> receipt.text("action").orElseThrow()).toList());
    for (DataMap receipt : receipts) {
      assertInstanceOf(
          Validity.Valid.class,
          LexiconValidator.bundled().validateRecord(Nsids.HOLD_GC_RECEIPT, receipt));
    }
  }

  @Test
  void aWriterWhoLooksForABlobKeepsItAndAReaderWhoDoesDoesNot() throws IOException {
    Digest looked = blobs.upload(alice, BlobCalls.bytes(1, 5_000));
    Digest told = blobs.upload(alice, BlobCalls.bytes(2, 5_000));
    Digest read = blobs.upload(alice, BlobCalls.bytes(3, 5_000));
    longAfter();
    assertEquals(3, planned().size());
    HttpResponse<byte[]> head =
        hold.send(
            hold.request(BlobCalls.getBlob(alice, looked, ""))
                .header("Authorization", "Bearer " + hold.token(alice))
                .HEAD()
                .build());
    assertEquals(200, head.statusCode());
    BlobCalls.ok(hold.get(BlobCalls.getBlob(alice, told, "&method=HEAD"), alice));
    assertEquals(200, blobs.head(BlobCalls.getBlob(alice, read, "")).statusCode());
    assertEquals(List.of(read.toString()), planned());
    assertEquals(2, apply(looked, told, read).array("stayed").orElseThrow().size());
    // Also when the hold is restarted before the push ends.
    hold.restart(HASTY);
    assertEquals(List.of(), planned());
  }

  @Test
  void aPushThatNamesABlobInTheTrashHasItBack() throws IOException {
    Digest config = blobs.upload(alice, BlobCalls.bytes(1, 500));
    Digest layer = blobs.upload(alice, BlobCalls.bytes(2, 5_000));
    longAfter();
    assertEquals(2, apply(config, layer).integer("count").orElseThrow());
    assertEquals(404, get(layer));
    BlobCalls.ok(blobs.notify(alice, "app", "push", config, layer));
    assertEquals(200, get(layer));
    assertEquals(200, get(config));
    longAfter();
    assertEquals(List.of(), planned());
  }

  @Test
  void onlyTheOperatorClearsUp() throws IOException {
    for (String path : List.of(PLAN, STATUS, "dev.orlop.admin.scrubStatus")) {
      assertEquals(403, hold.get("/xrpc/" + path, alice).statusCode());
      assertEquals(401, hold.get("/xrpc/" + path).statusCode());
    }
    assertEquals(403, hold.post(APPLY, order(), alice).statusCode());
    assertEquals(403, hold.post(RESTORE, DataMap.EMPTY, alice).statusCode());
    assertEquals(403, hold.post("dev.orlop.admin.scrub", DataMap.EMPTY, alice).statusCode());
  }
}
