package dev.orlop.appview.web;

import static dev.orlop.appview.web.Images.bytes;
import static dev.orlop.appview.web.TestRegistry.code;
import static dev.orlop.appview.web.TestRegistry.header;
import static dev.orlop.appview.web.TestRegistry.location;
import static dev.orlop.appview.web.TestRegistry.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Distribution-spec 1.1, "Pushing blobs". */
class BlobPushTest {
  private static final String UPLOADS = "/v2/alice.test/app/blobs/uploads/";
  private static final byte[] BLOB = random(3000);

  private final TestRegistry registry = new TestRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }

  private static String withDigest(String location, Digest digest) {
    return location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
  }

  private void assertPulls(byte[] blob, HttpResponse<byte[]> created) {
    assertEquals(201, created.statusCode(), () -> TestRegistry.text(created));
    HttpResponse<byte[]> pulled = registry.get(location(created));
    assertEquals(200, pulled.statusCode());
    assertArrayEquals(blob, pulled.body());
    assertEquals(header(created, "Docker-Content-Digest"), header(pulled, "Docker-Content-Digest"));
    assertEquals(0, registry.blobs.openSinks());
    assertEquals(0, registry.uploads.open());
  }

  @Test
  void aPostBeginsAnUploadWithA202AndALocationThatHasAUuid() {
    HttpResponse<byte[]> answer = registry.post(UPLOADS);
    assertEquals(202, answer.statusCode());
    assertTrue(
        location(answer).matches(".*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.*"),
        location(answer));
    assertEquals("registry/2.0", header(answer, "Docker-Distribution-Api-Version"));
  }

  @Test
  void aPostThenAPutUploadsABlob() {
    assertPulls(BLOB, registry.put(withDigest(registry.begin(), sha256(BLOB)), BLOB));
  }

  @Test
  void aSinglePostUploadsABlob() {
    assertPulls(
        BLOB,
        registry.send(
            registry
                .request(UPLOADS + "?digest=" + sha256(BLOB))
                .POST(BodyPublishers.ofByteArray(BLOB))));
  }

  @Test
  void anEmptyBlobIsABlob() {
    byte[] empty = {};
    assertPulls(empty, registry.put(withDigest(registry.begin(), sha256(empty)), empty));
    assertPulls(empty, registry.post(UPLOADS + "?digest=" + sha256(empty)));
  }

  @Test
  void sha512IsAcceptedInEveryWayOfPushing() {
    Digest digest = Digest.hash(Digest.Algorithm.SHA512, BLOB);
    assertPulls(BLOB, registry.put(withDigest(registry.begin(), digest), BLOB));
    assertPulls(
        BLOB,
        registry.send(
            registry
                .request(UPLOADS + "?digest=" + digest)
                .POST(BodyPublishers.ofByteArray(BLOB))));
    String undeclared = location(registry.patch(registry.begin(), BLOB));
    assertPulls(BLOB, registry.put(withDigest(undeclared, digest), new byte[0]));
    String declared = location(registry.post(UPLOADS + "?digest-algorithm=sha512"));
    String sent = location(registry.patch(declared, BLOB));
    assertPulls(BLOB, registry.put(withDigest(sent, digest), new byte[0]));
  }

  @Test
  void anAlgorithmThatIsNotKnownIsA400() {
    HttpResponse<byte[]> answer = registry.post(UPLOADS + "?digest-algorithm=md5");
    assertEquals(400, answer.statusCode());
    assertEquals("DIGEST_INVALID", code(answer));
    String put = registry.begin() + "?digest=md5:d41d8cd98f00b204e9800998ecf8427e";
    assertEquals(400, registry.put(put, BLOB).statusCode());
  }

  @Test
  void chunksInOrderMakeABlobAndEachSaysHowFarItIs() {
    String location = registry.begin();
    for (int from = 0; from < BLOB.length; from += 1000) {
      HttpResponse<byte[]> answer =
          registry.patch(
              location,
              Arrays.copyOfRange(BLOB, from, from + 1000),
              "Content-Range",
              from + "-" + (from + 999));
      assertEquals(202, answer.statusCode());
      assertEquals("0-" + (from + 999), header(answer, "Range"));
      location = location(answer);
    }
    assertPulls(BLOB, registry.put(withDigest(location, sha256(BLOB)), new byte[0]));
  }

  @Test
  void theLastChunkMayComeWithTheClosingPut() {
    String location =
        location(
            registry.patch(registry.begin(), Arrays.copyOf(BLOB, 1000), "Content-Range", "0-999"));
    assertPulls(
        BLOB,
        registry.send(
            registry
                .request(withDigest(location, sha256(BLOB)))
                .header("Content-Range", "1000-2999")
                .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(BLOB, 1000, 3000)))));
  }

  @Test
  void aStreamWithoutLengthOrRangeIsTaken() {
    HttpResponse<byte[]> patched =
        registry.send(
            registry
                .request(registry.begin())
                .method(
                    "PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BLOB))));
    assertEquals(202, patched.statusCode());
    assertPulls(BLOB, registry.put(withDigest(location(patched), sha256(BLOB)), new byte[0]));
  }

  @Test
  void aChunkOutOfOrderIsA416AndAGetTellsWhereToGoOn() {
    String location = registry.begin();
    byte[] chunk = Arrays.copyOf(BLOB, 1000);
    assertEquals(416, registry.patch(location, chunk, "Content-Range", "1000-1999").statusCode());
    assertEquals(202, registry.patch(location, chunk, "Content-Range", "0-999").statusCode());
    assertEquals(416, registry.patch(location, chunk, "Content-Range", "0-999").statusCode());
    HttpResponse<byte[]> last =
        registry.send(
            registry
                .request(withDigest(location, sha256(BLOB)))
                .header("Content-Range", "2000-2999")
                .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(BLOB, 2000, 3000))));
    assertEquals(416, last.statusCode());

    HttpResponse<byte[]> status = registry.get(location);
    assertEquals(204, status.statusCode());
    assertEquals("0-999", header(status, "Range"));
    assertPulls(
        BLOB,
        registry.send(
            registry
                .request(withDigest(location(status), sha256(BLOB)))
                .header("Content-Range", "1000-2999")
                .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(BLOB, 1000, 3000)))));
  }

  @Test
  void aRangeThatIsNotThatOfTheChunkIsRefused() {
    String location = registry.begin();
    HttpResponse<byte[]> longer = registry.patch(location, BLOB, "Content-Range", "0-999");
    assertEquals(400, longer.statusCode());
    assertEquals("SIZE_INVALID", code(longer));
    assertEquals(400, registry.patch(location, BLOB, "Content-Range", "all").statusCode());
    assertEquals(400, registry.patch(location, BLOB, "Content-Range", "9-0").statusCode());
    assertPulls(BLOB, registry.put(withDigest(location, sha256(BLOB)), BLOB));
  }

  @Test
  void bytesThatAreNotThoseOfTheDigestAreA400InEveryWayOfPushingAndLeaveNothing() {
    Digest other = sha256(bytes("other"));
    HttpResponse<byte[]> put = registry.put(withDigest(registry.begin(), other), BLOB);
    assertEquals(400, put.statusCode());
    assertEquals("DIGEST_INVALID", code(put));
    HttpResponse<byte[]> post =
        registry.send(
            registry.request(UPLOADS + "?digest=" + other).POST(BodyPublishers.ofByteArray(BLOB)));
    assertEquals(400, post.statusCode());
    String location = location(registry.patch(registry.begin(), BLOB));
    assertEquals(400, registry.put(withDigest(location, other), new byte[0]).statusCode());
    assertEquals(404, registry.get(location).statusCode());
    assertEquals(404, registry.head("/v2/alice.test/app/blobs/" + other).statusCode());
    assertEquals(404, registry.head("/v2/alice.test/app/blobs/" + sha256(BLOB)).statusCode());
    assertEquals(0, registry.blobs.openSinks());
  }

  @Test
  void aPutWithoutADigestIsA400() {
    String location = registry.begin();
    assertEquals("DIGEST_INVALID", code(registry.put(location, BLOB)));
    assertEquals("DIGEST_INVALID", code(registry.put(location + "?digest=sha256:x", BLOB)));
    assertEquals(204, registry.get(location).statusCode());
  }

  @Test
  void aCancelledUploadIsGone() {
    String location = location(registry.patch(registry.begin(), BLOB));
    HttpResponse<byte[]> cancelled = registry.delete(location);
    assertEquals(204, cancelled.statusCode());
    assertEquals(0, registry.blobs.openSinks());
    HttpResponse<byte[]> again = registry.get(location);
    assertEquals(404, again.statusCode());
    assertEquals("BLOB_UPLOAD_UNKNOWN", code(again));
    assertEquals(404, registry.patch(location, BLOB).statusCode());
  }

  @Test
  void anUploadIsItsBeginnersAndItsRepositorysAlone() {
    String location = registry.begin();
    assertEquals(404, registry.get(location.replace("/app/", "/other/")).statusCode());
    HttpResponse<byte[]> bob =
        registry.send(registry.anonymous(location).header("Authorization", "Bearer bob").GET());
    assertEquals(401, bob.statusCode());
    assertEquals(204, registry.get(location).statusCode());
  }

  @Test
  void aSilentUploadIsForgottenAndOneThatGoesOnIsNot() {
    String silent = registry.begin();
    String busy = registry.begin();
    registry.clock.advance(Duration.ofMinutes(8));
    registry.patch(busy, BLOB);
    registry.clock.advance(Duration.ofMinutes(8));
    assertEquals(1, registry.uploads.expire());
    assertEquals(404, registry.get(silent).statusCode());
    assertEquals(204, registry.get(busy).statusCode());
    assertEquals(1, registry.blobs.openSinks());
  }

  @Test
  void tooManyUploadsAtOnceAreA429WithAPause() {
    for (int i = 0; i < TestRegistry.LIMITS.maxOpenPerCaller(); i++) {
      registry.begin();
    }
    HttpResponse<byte[]> refused = registry.post(UPLOADS);
    assertEquals(429, refused.statusCode());
    assertEquals("TOOMANYREQUESTS", code(refused));
    assertEquals("30", header(refused, "Retry-After"));
  }

  @Test
  void aBlobAboveTheLimitIsA413WhetherItSaysSoOrNot() {
    byte[] large = new byte[(int) TestRegistry.LIMITS.maxBlobBytes() + 1];
    assertEquals(413, registry.patch(registry.begin(), large).statusCode());
    HttpResponse<byte[]> unsaid =
        registry.send(
            registry
                .request(registry.begin())
                .method(
                    "PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
    assertEquals(413, unsaid.statusCode());
  }

  @Test
  void theRestOfABodyThatIsRefusedHalfwayIsNotTakenForARequest() {
    String hidden = "GET /v2/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n\r\n";
    String location = registry.begin();
    registry.blobs.fail();
    byte[] head =
        bytes(
            "PATCH "
                + location
                + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
                + hidden);
    String answer = registry.raw(head);
    assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    assertTrue(!answer.contains("HTTP/1.1 200 "), answer);
  }

  @Test
  void aStoreThatFailsEndsTheUpload() {
    String location = registry.begin();
    registry.blobs.fail();
    HttpResponse<byte[]> failed = registry.patch(location, BLOB);
    assertEquals(503, failed.statusCode());
    assertEquals("UNAVAILABLE", code(failed));
    assertEquals(404, registry.get(location).statusCode());
    assertEquals(0, registry.blobs.openSinks());
  }

  @Test
  void aBlobIsMountedFromAnotherRepository() {
    Digest digest = registry.push("alice.test/other", BLOB);
    assertPulls(BLOB, registry.post(UPLOADS + "?mount=" + digest + "&from=alice.test/other"));
  }

  @Test
  void aBlobIsMountedFromWhereverItIs() {
    Digest digest = registry.push("alice.test/other", BLOB);
    assertPulls(BLOB, registry.post(UPLOADS + "?mount=" + digest));
  }

  @Test
  void aMountThatCannotBeBeginsAnUpload() {
    Digest digest = sha256(BLOB);
    for (String from :
        new String[] {"&from=alice.test/other", "", "&from=no-name", "&from=x.test/y"}) {
      HttpResponse<byte[]> answer = registry.post(UPLOADS + "?mount=" + digest + from);
      assertEquals(202, answer.statusCode());
      assertPulls(BLOB, registry.put(withDigest(location(answer), digest), BLOB));
      registry.delete("/v2/alice.test/app/blobs/" + digest);
      registry.blobs.forget(digest);
    }
  }
}
