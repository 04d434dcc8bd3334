package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobReadsTest extends WithHold {
  private String location(String path) {
    HttpResponse<byte[]> answer = blobs.get(path);
    assertEquals(307, answer.statusCode());
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private String url(String path) {
    return ok(blobs.get(path)).text("url").orElseThrow();
  }

  @Test
  void aBlobIsServedWithHeadersThatMakeItNothingToRun() {
    byte[] layer = bytes(1, 70_000);
    Digest digest = blobs.upload(alice, layer);
    HttpResponse<byte[]> answer = blobs.get(getBlob(alice, digest, ""));
    assertEquals(200, answer.statusCode());
    assertArrayEquals(layer, answer.body());
    Map<String, String> expected =
        Map.of(
            "Content-Type", "application/octet-stream",
            "Content-Length", "70000",
            "Docker-Content-Digest", digest.toString(),
            "ETag", '"' + digest.toString() + '"',
            "Accept-Ranges", "bytes",
            "X-Content-Type-Options", "nosniff",
            "Content-Disposition", "attachment",
            "Content-Security-Policy", "default-src 'none'; sandbox",
            "Cache-Control", "public, max-age=31536000, immutable");
    expected.forEach(
        (name, value) -> assertEquals(value, answer.headers().firstValue(name).orElse(""), name));
  }

  @Test
  void headTellsTheSizeWithoutTheBytes() {
    Digest digest = blobs.upload(alice, bytes(2, 70_000));
    HttpResponse<byte[]> answer = blobs.head(getBlob(alice, digest, ""));
    assertEquals(200, answer.statusCode());
    assertEquals("70000", answer.headers().firstValue("Content-Length").orElseThrow());
    assertEquals(
        digest.toString(), answer.headers().firstValue("Docker-Content-Digest").orElseThrow());
    assertEquals(0, answer.body().length);
    assertEquals(404, blobs.head(getBlob(alice, digest(bytes(3, 9)), "")).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"100, 0", "100, 99", "70000, 0", "70000, 69999", "70000, 65536"})
  void aDownloadGoesOnWhereItBroke(int size, int from) {
    byte[] layer = bytes(size, size);
    Digest digest = blobs.upload(alice, layer);
    HttpResponse<byte[]> answer =
        blobs.get(
            getBlob(alice, digest, ""),
            "Range",
            "bytes=" + from + "-",
            "If-Range",
            '"' + digest.toString() + '"');
    assertEquals(206, answer.statusCode());
    assertArrayEquals(Arrays.copyOfRange(layer, from, size), answer.body());
    assertEquals(
        "bytes " + from + "-" + (size - 1) + "/" + size,
        answer.headers().firstValue("Content-Range").orElseThrow());
  }

  @Test
  void anotherETagInIfRangeGivesTheWhole() {
    byte[] layer = bytes(4, 1000);
    Digest digest = blobs.upload(alice, layer);
    HttpResponse<byte[]> answer =
        blobs.get(getBlob(alice, digest, ""), "Range", "bytes=5-", "If-Range", "\"other\"");
    assertEquals(200, answer.statusCode());
    assertArrayEquals(layer, answer.body());
  }

  @Test
  void aRangeBehindTheEndIsRefusedWithTheSize() {
    Digest digest = blobs.upload(alice, bytes(5, 1000));
    HttpResponse<byte[]> answer = blobs.get(getBlob(alice, digest, ""), "Range", "bytes=1000-");
    assertEquals("RangeNotSatisfiable", error(416, answer));
    assertEquals("bytes */1000", answer.headers().firstValue("Content-Range").orElseThrow());
  }

  @Test
  void whoHasTheBlobIsToldSo() {
    Digest digest = blobs.upload(alice, bytes(6, 1000));
    HttpResponse<byte[]> answer =
        blobs.get(getBlob(alice, digest, ""), "If-None-Match", "\"x\", \"" + digest + "\"");
    assertEquals(304, answer.statusCode());
    assertEquals(0, answer.body().length);
    assertEquals('"' + digest.toString() + '"', answer.headers().firstValue("ETag").orElseThrow());
  }

  @Test
  void anEmptyBlobIsABlob() {
    Digest digest = blobs.upload(alice, new byte[0]);
    HttpResponse<byte[]> answer = blobs.get(getBlob(alice, digest, ""));
    assertEquals(200, answer.statusCode());
    assertEquals("0", answer.headers().firstValue("Content-Length").orElseThrow());
  }

  @Test
  void aBlobNamedBySha512IsServed() {
    byte[] layer = bytes(7, 5000);
    Digest digest = Digest.hash(Digest.Algorithm.SHA512, layer);
    String upload = blobs.begin(alice, digest.toString());
    String etag = blobs.sendPart(alice, upload, 1, layer);
    ok(blobs.complete(alice, upload, digest, List.of(etag)));
    assertArrayEquals(layer, blobs.get(getBlob(alice, digest, "")).body());
  }

  @Test
  void aUrlForGetServesGetAndHeadAndNothingElse() {
    byte[] layer = bytes(8, 70_000);
    Digest digest = blobs.upload(alice, layer);
    String url = url(getBlob(alice, digest, "&method=GET"));
    HttpResponse<byte[]> got = hold.send(hold.at(url).GET().build());
    assertArrayEquals(layer, got.body());
    assertEquals(200, hold.send(hold.at(url).HEAD().build()).statusCode());
    HttpResponse<byte[]> part = hold.send(hold.at(url).header("Range", "bytes=1-2").GET().build());
    assertEquals(206, part.statusCode());
    String other = digest(bytes(9, 9)).toString().replace(":", "%3A");
    String changed = url.replace(digest.toString().replace(":", "%3A"), other);
    assertNotEquals(url, changed);
    assertEquals("Forbidden", error(403, hold.send(hold.at(changed).GET().build())));
  }

  @Test
  void aUrlForHeadIsNotOneForGet() {
    Digest digest = blobs.upload(alice, bytes(10, 100));
    String url = url(getBlob(alice, digest, "&method=HEAD"));
    assertEquals(200, hold.send(hold.at(url).HEAD().build()).statusCode());
    assertEquals("Forbidden", error(403, hold.send(hold.at(url).GET().build())));
  }

  @Test
  void aUrlForPutTakesThatBlobWhole() {
    byte[] layer = bytes(11, 9000);
    Digest digest = digest(layer);
    String url =
        ok(hold.get(getBlob(alice, digest, "&method=PUT"), alice)).text("url").orElseThrow();
    assertEquals("InvalidDigest", error(400, blobs.put(url, bytes(12, 9000))));
    assertEquals("BlobNotFound", error(404, blobs.get(getBlob(alice, digest, ""))));
    assertEquals(200, blobs.put(url, layer).statusCode());
    assertArrayEquals(layer, blobs.get(getBlob(alice, digest, "")).body());
  }

  @Test
  void aUrlWhoseSignatureOrExpiryWasChangedIsRefused() {
    Digest digest = blobs.upload(alice, bytes(13, 100));
    String url = url(getBlob(alice, digest, "&method=GET"));
    String later = url.replaceFirst("expires=\\d+", "expires=99999999999");
    assertEquals("Forbidden", error(403, hold.send(hold.at(later).GET().build())));
    String forged = url.substring(0, url.length() - 2) + "AA";
    assertEquals("Forbidden", error(403, hold.send(hold.at(forged).GET().build())));
    String bare = url.replaceFirst("expires=\\d+&", "");
    assertEquals("Forbidden", error(403, hold.send(hold.at(bare).GET().build())));
  }

  @Test
  void aHoldThatRedirectsSendsClientsToSuchAUrl() {
    hold.restart(Map.of("ORLOP_BLOBS_DELIVERY", "redirect"));
    byte[] layer = bytes(14, 3000);
    Digest digest = blobs.upload(alice, layer);
    String location = location(getBlob(alice, digest, "&repo=app"));
    assertArrayEquals(layer, hold.send(hold.at(location).GET().build()).body());
    assertEquals(200, blobs.head(getBlob(alice, digest, "")).statusCode());
    assertEquals(1, blobs.pulls(alice, "app"));
    HttpResponse<byte[]> rest = blobs.get(getBlob(alice, digest, "&repo=app"), "Range", "bytes=9-");
    assertEquals(307, rest.statusCode());
    assertEquals(1, blobs.pulls(alice, "app"));
  }

  @Test
  void aCidNamesABlobOfARepoNotOfAnImage() {
    byte[] layer = bytes(15, 100);
    Digest digest = blobs.upload(alice, layer);
    String cid = Cid.hash(Cid.Codec.RAW, layer).toString();
    String path = "/xrpc/com.atproto.sync.getBlob?did=";
    assertEquals(digest, digest(layer));
    assertEquals("RepoNotFound", error(400, blobs.get(path + alice.did() + "&cid=" + cid)));
    assertEquals(
        "BlobNotFound",
        error(404, blobs.get(path + hold.server().identity().did() + "&cid=" + cid)));
  }

  @Test
  void whatIsDeletedWhileItIsReadIsReadToTheEnd() throws IOException {
    byte[] layer = bytes(16, 8 << 20);
    Digest digest = blobs.upload(alice, layer);
    HttpRequest request = hold.request(getBlob(alice, digest, "")).GET().build();
    try (InputStream body = hold.open(request)) {
      byte[] start = body.readNBytes(1000);
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.endsWith("data")).toList()) {
          Files.delete(file);
        }
      }
      assertArrayEquals(Arrays.copyOf(layer, 1000), start);
      assertEquals(layer.length - 1000, body.readAllBytes().length);
    }
  }
}
