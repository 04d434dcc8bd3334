package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest extends WithHold {
  private List<String> folders(String under) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(path -> path.contains(under)).toList();
    }
  }

  @Test
  void aLayerInPartsBecomesABlob() {
    byte[] layer = bytes(1, (11 << 20) + 17);
    String upload = blobs.begin(alice, "uploads/temp-4b0d");
    List<String> etags = new ArrayList<>();
    for (int from = 0; from < layer.length; from += 5 << 20) {
      byte[] part = Arrays.copyOfRange(layer, from, Math.min(layer.length, from + (5 << 20)));
      etags.add(blobs.sendPart(alice, upload, etags.size() + 1, part));
    }
    DataMap answer = ok(blobs.complete(alice, upload, digest(layer), etags));
    assertEquals("completed", answer.text("status").orElseThrow());
    assertEquals(digest(layer).toString(), answer.text("digest").orElseThrow());
    assertArrayEquals(layer, blobs.get(getBlob(alice, digest(layer), "")).body());
  }

  @Test
  void partsMayComeInAnyOrderAndTwice() {
    byte[] one = bytes(2, 5 << 20);
    byte[] two = bytes(3, 100);
    byte[] whole = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, whole, one.length, two.length);
    String upload = blobs.begin(alice, digest(whole).toString());
    blobs.sendPart(alice, upload, 2, bytes(4, 100));
    String second = blobs.sendPart(alice, upload, 2, two);
    String first = blobs.sendPart(alice, upload, 1, one);
    String unquoted = first.replace("\"", "");
    ok(blobs.complete(alice, upload, digest(whole), List.of(unquoted, second)));
    assertArrayEquals(whole, blobs.get(getBlob(alice, digest(whole), "")).body());
  }

  @Test
  void anOlderClientWritesPartNumberInItsOwnWay() {
    String upload = blobs.begin(alice, "uploads/temp-1");
    DataMap old = DataMap.builder().put("uploadId", upload).put("part_number", 3).build();
    assertTrue(ok(hold.post(BlobCalls.PART_URL, old, alice)).has("url"));
  }

  @Test
  void theWrongBytesAreNeverABlob() throws IOException {
    byte[] layer = bytes(5, 4000);
    Digest promised = digest(bytes(6, 4000));
    String upload = blobs.begin(alice, promised.toString());
    String etag = blobs.sendPart(alice, upload, 1, layer);
    assertEquals(
        "InvalidDigest", error(400, blobs.complete(alice, upload, promised, List.of(etag))));
    assertEquals("BlobNotFound", error(404, blobs.get(getBlob(alice, promised, ""))));
    assertEquals("BlobNotFound", error(404, blobs.get(getBlob(alice, digest(layer), ""))));
    assertEquals(List.of(), folders(upload));
  }

  @Test
  void aPartThatWasNeverSentIsMissed() {
    byte[] layer = bytes(7, 5 << 20);
    String upload = blobs.begin(alice, digest(layer).toString());
    String etag = blobs.sendPart(alice, upload, 1, layer);
    assertEquals(
        "MissingParts",
        error(400, blobs.complete(alice, upload, digest(layer), List.of(etag, etag))));
    assertEquals(
        "MissingParts", error(400, blobs.complete(alice, upload, digest(layer), List.of())));
    assertEquals(
        "MissingParts",
        error(400, blobs.complete(alice, upload, digest(layer), List.of("\"other\""))));
    ok(blobs.complete(alice, upload, digest(layer), List.of(etag)));
  }

  @Test
  void partsInTheWrongOrderAreNotPutInTheRightOne() {
    byte[] one = bytes(8, 5 << 20);
    byte[] two = bytes(9, 200);
    String upload = blobs.begin(alice, "uploads/temp-2");
    String first = blobs.sendPart(alice, upload, 1, one);
    String second = blobs.sendPart(alice, upload, 2, two);
    DataMap said = BlobCalls.completion(upload, digest(two), List.of(first, second));
    List<DataValue> parts = new ArrayList<>(said.array("parts").orElseThrow());
    DataMap reversed = said.with("parts", new DataValue.Array(parts.reversed()));
    assertEquals("MissingParts", error(400, hold.post(BlobCalls.COMPLETE, reversed, alice)));
  }

  @Test
  void anUploadIsItsOwnersAlone() {
    Account bob = hold.account("bob.test");
    hold.enlist(bob, "blob:write");
    byte[] layer = bytes(10, 300);
    String upload = blobs.begin(alice, digest(layer).toString());
    DataMap part = BlobCalls.partOf(upload, 1);
    assertEquals("InvalidUploadId", error(400, hold.post(BlobCalls.PART_URL, part, bob)));
    DataMap id = DataMap.builder().put("uploadId", upload).build();
    assertEquals("InvalidUploadId", error(400, hold.post(BlobCalls.ABORT, id, bob)));
    String etag = blobs.sendPart(alice, upload, 1, layer);
    assertEquals(
        "InvalidUploadId", error(400, blobs.complete(bob, upload, digest(layer), List.of(etag))));
    ok(blobs.complete(alice, upload, digest(layer), List.of(etag)));
  }

  @Test
  void anAbortedUploadLeavesNothing() throws IOException {
    String upload = blobs.begin(alice, "uploads/temp-3");
    String url = blobs.partUrl(alice, upload, 2);
    blobs.sendPart(alice, upload, 1, bytes(11, 5000));
    assertFalse(folders(upload).isEmpty());
    DataMap id = DataMap.builder().put("uploadId", upload).build();
    assertEquals("aborted", ok(hold.post(BlobCalls.ABORT, id, alice)).text("status").orElseThrow());
    assertEquals(List.of(), folders(upload));
    assertEquals("InvalidUploadId", error(400, blobs.put(url, bytes(12, 10))));
    assertEquals("InvalidUploadId", error(400, hold.post(BlobCalls.ABORT, id, alice)));
  }

  @Test
  void anUploadGoesOnAfterARestart() {
    byte[] layer = bytes(13, 6000);
    String upload = blobs.begin(alice, digest(layer).toString());
    String etag = blobs.sendPart(alice, upload, 1, layer);
    hold.restart();
    ok(blobs.complete(alice, upload, digest(layer), List.of(etag)));
    assertArrayEquals(layer, blobs.get(getBlob(alice, digest(layer), "")).body());
  }

  @Test
  void aUrlForOnePartIsNotOneForAnother() {
    String upload = blobs.begin(alice, "uploads/temp-4");
    String url = blobs.partUrl(alice, upload, 1);
    String other = url.replace("partNumber=1", "partNumber=2");
    assertEquals("Forbidden", error(403, blobs.put(other, bytes(14, 10))));
    String unsigned = url.substring(0, url.indexOf("&expires"));
    assertEquals("Forbidden", error(403, blobs.put(unsigned, bytes(14, 10))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 10_001, 2_000_000_000})
  void partNumbersHaveLimits(int number) {
    String upload = blobs.begin(alice, "uploads/temp-5");
    DataMap part = BlobCalls.partOf(upload, number);
    assertEquals("InvalidPartNumber", error(400, hold.post(BlobCalls.PART_URL, part, alice)));
  }

  @Test
  void aPartThatIsTooLargeIsRefusedBeforeItIsSent() {
    String upload = blobs.begin(alice, "uploads/temp-6");
    String url = blobs.partUrl(alice, upload, 1);
    HttpRequest announced =
        hold.at(url)
            .expectContinue(true)
            .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[1]), 200 << 20))
            .build();
    assertEquals(413, hold.send(announced).statusCode());
  }

  @Test
  void aSmallPartInTheMiddleIsRefused() {
    byte[] small = bytes(15, 100);
    byte[] twice = Arrays.copyOf(small, 200);
    System.arraycopy(small, 0, twice, 100, 100);
    String upload = blobs.begin(alice, digest(twice).toString());
    List<String> etags =
        List.of(blobs.sendPart(alice, upload, 1, small), blobs.sendPart(alice, upload, 2, small));
    assertEquals("PartTooSmall", error(400, blobs.complete(alice, upload, digest(twice), etags)));
  }

  @Test
  void aBlobAboveTheLimitOfTheHoldIsRefused() {
    hold.restart(Map.of("ORLOP_BLOBS_MAX_SIZE", "1000"));
    String upload = blobs.begin(alice, "uploads/temp-7");
    String url = blobs.partUrl(alice, upload, 1);
    String error = error(413, blobs.put(url, bytes(16, 1001)));
    assertTrue(List.of("BlobTooLarge", "PayloadTooLarge").contains(error), error);
    blobs.sendPart(alice, upload, 1, bytes(16, 1000));
  }

  @Test
  void oneAccountCannotOpenUploadsWithoutEnd() {
    for (int i = 0; i < 100; i++) {
      blobs.begin(alice, "uploads/temp-" + i);
    }
    DataMap more = DataMap.builder().put("digest", "uploads/temp-x").build();
    HttpResponse<byte[]> refused = hold.post(BlobCalls.INITIATE, more, alice);
    assertEquals("TooManyUploads", error(429, refused));
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/passwd",
        "uploads/../../x",
        "sha256:../../../../etc/passwd",
        "/etc/passwd",
        "sha256:%2e%2e%2f",
        "uploads/temp-\u0000",
        ""
      })
  void noNameOfAnUploadBecomesAPath(String name) throws IOException {
    DataMap body = DataMap.builder().put("digest", name).build();
    HttpResponse<byte[]> answer = hold.post(BlobCalls.INITIATE, body, alice);
    if (answer.statusCode() != 200) {
      assertEquals("InvalidDigest", error(400, answer));
    }
    assertEquals(List.of(), folders("passwd"));
    assertEquals(List.of(), folders("temp-"));
  }
}
