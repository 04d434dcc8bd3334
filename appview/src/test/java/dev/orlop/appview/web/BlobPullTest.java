package dev.orlop.appview.web;

import static dev.orlop.appview.web.Images.bytes;
import static dev.orlop.appview.web.TestRegistry.code;
import static dev.orlop.appview.web.TestRegistry.header;
import static dev.orlop.appview.web.TestRegistry.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.car.cid.Digest;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Distribution-spec 1.1, "Pulling blobs", "Checking if content exists", "Deleting blobs". */
class BlobPullTest {
  private static final byte[] BLOB = BlobPushTest.random(2995);

  private final TestRegistry registry = new TestRegistry();
  private Digest digest = sha256(BLOB);
  private String path = "";

  @BeforeEach
  void push() {
    digest = registry.push("alice.test/app", BLOB);
    path = "/v2/alice.test/app/blobs/" + digest;
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aGetHasTheBytesAndTheirDigest() {
    HttpResponse<byte[]> answer = registry.get(path);
    assertEquals(200, answer.statusCode());
    assertArrayEquals(BLOB, answer.body());
    assertEquals(digest.toString(), header(answer, "Docker-Content-Digest"));
    assertEquals("2995", header(answer, "Content-Length"));
    assertEquals("application/octet-stream", header(answer, "Content-Type"));
  }

  @Test
  void aHeadHasTheDigestAndTheSize() {
    HttpResponse<byte[]> answer = registry.head(path);
    assertEquals(200, answer.statusCode());
    assertEquals(digest.toString(), header(answer, "Docker-Content-Digest"));
    assertEquals("2995", header(answer, "Content-Length"));
  }

  @Test
  void aDigestWithAnEscapedColonIsTheSame() {
    assertEquals(200, registry.get(path.replace("sha256:", "sha256%3A")).statusCode());
  }

  @Test
  void aBlobThatIsNotInTheRepositoryIsA404() {
    HttpResponse<byte[]> missing =
        registry.get("/v2/alice.test/app/blobs/" + sha256(bytes("missing")));
    assertEquals(404, missing.statusCode());
    assertEquals("BLOB_UNKNOWN", code(missing));
    assertEquals(
        404, registry.head("/v2/alice.test/app/blobs/" + sha256(bytes("missing"))).statusCode());
    assertEquals(404, registry.get(path.replace("/app/", "/other/")).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:totallywrong", "md5:00", "nonsense", "sha256%zz"})
  void aDigestThatIsNoneIsA400(String wrong) {
    assertEquals(
        400, registry.get("/v2/alice.test/app/blobs/" + wrong.replace("%zz", ":ZZ")).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=500-1499, 500, 1500",
    "bytes=500-, 500, 2995",
    "bytes=-500, 2495, 2995",
    "bytes=2000-5000, 2000, 2995",
    "bytes=0-0, 0, 1"
  })
  void aRangeIsA206WithThoseBytes(String range, int from, int to) {
    HttpResponse<byte[]> answer =
        registry.send(registry.request(path).header("Range", range).GET());
    assertEquals(206, answer.statusCode());
    assertArrayEquals(Arrays.copyOfRange(BLOB, from, to), answer.body());
    assertEquals("bytes " + from + "-" + (to - 1) + "/2995", header(answer, "Content-Range"));
    assertEquals(String.valueOf(to - from), header(answer, "Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=500-0", "bytes=5000-10000", "bytes=2995-", "bytes=-0"})
  void aRangeThatIsNotInTheBlobIsA416(String range) {
    assertEquals(
        416, registry.send(registry.request(path).header("Range", range).GET()).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines=1-2", "bytes=0-1,5-6", "bytes=x-"})
  void aRangeOfAnotherKindIsPassedOver(String range) {
    HttpResponse<byte[]> answer =
        registry.send(registry.request(path).header("Range", range).GET());
    assertEquals(200, answer.statusCode());
    assertArrayEquals(BLOB, answer.body());
  }

  @Test
  void whoHasTheBlobAlreadyIsToldSo() {
    HttpResponse<byte[]> answer =
        registry.send(registry.request(path).header("If-None-Match", "\"" + digest + "\"").GET());
    assertEquals(304, answer.statusCode());
    assertEquals(0, answer.body().length);
  }

  @Test
  void aBlobThatIsElsewhereIsRedirectedToAndItsHeadIsAnsweredHere() {
    registry.blobs.redirectTo(URI.create("https://hold.test/blobs/"));
    HttpResponse<byte[]> answer = registry.get(path);
    assertEquals(307, answer.statusCode());
    assertEquals("https://hold.test/blobs/" + digest.hex(), TestRegistry.location(answer));
    HttpResponse<byte[]> head = registry.head(path);
    assertEquals(200, head.statusCode());
    assertEquals("2995", header(head, "Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2995, 2 << 20})
  void aBlobWhoseBytesAreOthersNeverArrivesWhole(int size) {
    byte[] large = BlobPushTest.random(size);
    Digest spoilt = registry.push("alice.test/app", large);
    large[size / 2] ^= 1;
    registry.blobs.spoil(spoilt, large);
    try {
      // Before the first byte has left, there can still be a proper answer.
      HttpResponse<byte[]> answer = registry.get("/v2/alice.test/app/blobs/" + spoilt);
      assertEquals(502, answer.statusCode());
    } catch (UncheckedIOException cutOff) {
      assertFalse(size < 64 << 10, "the answer to a small blob had not begun");
    }
  }

  @Test
  void aDeletedBlobIsA202AndThenA404() {
    assertEquals(202, registry.delete(path).statusCode());
    assertEquals(404, registry.get(path).statusCode());
    assertEquals(404, registry.head(path).statusCode());
    HttpResponse<byte[]> again = registry.delete(path);
    assertEquals(404, again.statusCode());
    assertEquals("BLOB_UNKNOWN", code(again));
  }

  @Test
  void aConnectionSurvivesAnAnswerOfNoBytes() {
    Digest empty = registry.push("alice.test/app", new byte[0]);
    String one = "/v2/alice.test/app/blobs/" + empty;
    assertEquals(0, registry.get(one).body().length);
    assertEquals("0", header(registry.head(one), "Content-Length"));
    assertThrows(
        AssertionError.class, () -> TestRegistry.location(registry.get(one)), "no redirect");
  }
}
