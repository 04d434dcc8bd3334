package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadRequestsTest extends WithHold {
  private static final int DEEP = 100_000;

  private HttpResponse<byte[]> post(String method, String contentType, byte[] body) {
    return hold.send(
        hold.request("/xrpc/" + method)
            .header("Content-Type", contentType)
            .header("Authorization", "Bearer " + hold.token(alice))
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "nothing",
        "{\"digest\":1}",
        "{\"digest\":null}",
        "{\"digest\":\"a\",\"digest\":\"b\"}",
        "{\"digest\":\"\\ud800\"}",
        ""
      })
  void jsonThatIsNotWhatWasAskedForIsRefused(String body) {
    assertEquals(
        "InvalidRequest", error(400, post(BlobCalls.INITIATE, "application/json", utf8(body))));
  }

  @Test
  void jsonBombsAreRefusedBeforeTheyGoOff() {
    byte[] deep = utf8("{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}");
    assertEquals("InvalidRequest", error(400, post(BlobCalls.INITIATE, "application/json", deep)));
    byte[] wide = utf8("{\"a\":[" + "1,".repeat(400_000) + "1]}");
    assertEquals("InvalidRequest", error(400, post(BlobCalls.INITIATE, "application/json", wide)));
    byte[] large = utf8("{\"a\":\"" + "x".repeat(6 << 20) + "\"}");
    assertEquals(
        "PayloadTooLarge", error(413, post(BlobCalls.INITIATE, "application/json", large)));
  }

  @Test
  void anotherTypeOfBodyIsRefused() {
    HttpResponse<byte[]> answer = post(BlobCalls.INITIATE, "text/plain", utf8("{}"));
    assertTrue(answer.statusCode() == 400 || answer.statusCode() == 415);
    assertTrue(DataJson.parse(answer.body()).has("error"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:../../../../../../etc/passwd",
        "sha256:..%2F..%2Fetc%2Fpasswd",
        "sha256:ABCDEF",
        "sha256:",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha512:00",
        "..",
        "bafkreib",
        "%00",
        "sha256:00%00"
      })
  void whatIsNeitherDigestNorCidIsRefused(String cid) {
    HttpResponse<byte[]> answer =
        blobs.get("/xrpc/com.atproto.sync.getBlob?did=" + alice.did() + "&cid=" + cid);
    assertTrue(List.of("InvalidRequest", "RepoNotFound").contains(error(400, answer)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../b", "A B", "%2e%2e", "a//b", "-", "a/%00"})
  void noRepositoryNameIsAPath(String name) {
    Digest digest = blobs.upload(alice, bytes(1, 10));
    assertEquals(
        "InvalidRequest",
        error(400, blobs.get(getBlob(alice, digest, "&repo=" + name.replace(" ", "%20")))));
    assertEquals(
        "InvalidRequest",
        error(
            400,
            blobs.get(
                "/xrpc/io.atcr.hold.getStats?did="
                    + alice.did()
                    + "&repo="
                    + name.replace(" ", "%20"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "%2e%2e", "a%2fb", "", "a%00", "a%20b"})
  void noRecordKeyIsAPath(String rkey) {
    String path =
        "?repo="
            + hold.server().identity().did()
            + "&did="
            + hold.server().identity().did()
            + "&collection=io.atcr.hold.crew&rkey="
            + rkey;
    assertEquals(
        "InvalidRequest", error(400, blobs.get("/xrpc/com.atproto.repo.getRecord" + path)));
    assertEquals(
        "InvalidRequest", error(400, blobs.get("/xrpc/com.atproto.sync.getRecord" + path)));
    DataMap put =
        DataMap.builder()
            .put("repo", hold.server().identity().did().toString())
            .put("collection", "io.atcr.hold.crew")
            .put("rkey", URLDecoder.decode(rkey, StandardCharsets.UTF_8))
            .put("record", DataMap.EMPTY)
            .build();
    assertEquals("InvalidRequest", error(400, hold.post("com.atproto.repo.putRecord", put, alice)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "alice", "did:", "did:plc:", "did:web:a/../b", "did:web:a%2f.."})
  void whatIsNoDidIsRefused(String did) {
    Digest digest = digest(bytes(2, 10));
    assertEquals(
        "InvalidRequest",
        error(400, blobs.get("/xrpc/com.atproto.sync.getBlob?did=" + did + "&cid=" + digest)));
  }

  @Test
  void whatIsMissingIsNamed() {
    HttpResponse<byte[]> answer = blobs.get("/xrpc/com.atproto.sync.getBlob?did=" + alice.did());
    assertEquals("InvalidRequest", error(400, answer));
    String message = DataJson.parse(answer.body()).text("message").orElseThrow();
    assertTrue(message.contains("cid"), message);
  }

  @Test
  void methodsThatDoNotExistAndVerbsThatDoNotFitAreToldApart() {
    assertEquals("MethodNotImplemented", error(501, blobs.get("/xrpc/io.atcr.hold.nothing")));
    assertEquals("InvalidRequest", error(400, blobs.get("/xrpc/" + BlobCalls.INITIATE)));
    assertEquals(404, blobs.get("/elsewhere").statusCode());
  }
}
