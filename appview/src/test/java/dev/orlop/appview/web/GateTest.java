package dev.orlop.appview.web;

import static dev.orlop.appview.oci.MediaTypes.OCI_IMAGE;
import static dev.orlop.appview.web.Images.image;
import static dev.orlop.appview.web.TestRegistry.code;
import static dev.orlop.appview.web.TestRegistry.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and which doors there are. */
class GateTest {
  private static final String REALM =
      "Bearer realm=\"https://registry.test/auth/token\",service=\"registry.test\"";

  private TestRegistry registry = new TestRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private HttpResponse<byte[]> as(String token, String method, String path) {
    return registry.send(
        registry
            .anonymous(path)
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody()));
  }

  @Test
  void thePingTellsWhereTokensAreAndIsAnsweredToWhoHasOne() {
    for (String path : new String[] {"/v2/", "/v2"}) {
      HttpResponse<byte[]> answer = registry.send(registry.anonymous(path).GET());
      assertEquals(401, answer.statusCode());
      assertEquals(REALM, header(answer, "WWW-Authenticate"));
      assertEquals("UNAUTHORIZED", code(answer));
      assertEquals("registry/2.0", header(answer, "Docker-Distribution-Api-Version"));
      assertEquals(200, registry.get(path).statusCode());
      assertEquals(200, registry.head(path).statusCode());
      assertEquals(200, as("anonymous", "GET", path).statusCode());
    }
  }

  @Test
  void aWriteWithoutATokenIsToldTheScopeItTakes() {
    HttpResponse<byte[]> answer =
        registry.send(
            registry.anonymous("/v2/alice.test/app/blobs/uploads/").POST(BodyPublishers.noBody()));
    assertEquals(401, answer.statusCode());
    assertEquals(
        REALM + ",scope=\"repository:alice.test/app:pull,push\"",
        header(answer, "WWW-Authenticate"));
  }

  @Test
  void aTokenThatDoesNotReachIsToldSo() {
    HttpResponse<byte[]> answer = as("bob", "POST", "/v2/alice.test/app/blobs/uploads/");
    assertEquals(401, answer.statusCode());
    assertEquals(
        REALM + ",scope=\"repository:alice.test/app:pull,push\",error=\"insufficient_scope\"",
        header(answer, "WWW-Authenticate"));
    assertEquals("DENIED", code(answer));
    assertEquals(401, as("bob", "DELETE", "/v2/alice.test/app/manifests/x").statusCode());
    assertEquals(404, as("bob", "GET", "/v2/alice.test/app/manifests/x").statusCode());
  }

  @Test
  void aTokenThatIsNotGoodIsToldSo() {
    HttpResponse<byte[]> answer = as("stale", "GET", "/v2/alice.test/app/manifests/x");
    assertEquals(401, answer.statusCode());
    assertTrue(header(answer, "WWW-Authenticate").endsWith(",error=\"invalid_token\""));
  }

  @Test
  void whereReadingTakesATokenItIsAskedFor() {
    registry.close();
    registry = new TestRegistry(false);
    HttpResponse<byte[]> answer =
        registry.send(registry.anonymous("/v2/alice.test/app/manifests/x").GET());
    assertEquals(401, answer.statusCode());
    assertEquals(
        REALM + ",scope=\"repository:alice.test/app:pull\"", header(answer, "WWW-Authenticate"));
  }

  @Test
  void aRefusedBodyIsNotAskedFor() {
    String answer =
        registry.raw(
            Images.bytes(
                "POST /v2/alice.test/app/blobs/uploads/?digest=sha256:"
                    + "0".repeat(64)
                    + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 5000000\r\n\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
  }

  @Test
  void anAcceptedBodyIsAskedFor() {
    String path = registry.begin().replace(registry.base().toString(), "");
    String answer =
        registry.raw(
            Images.bytes(
                "PATCH "
                    + path
                    + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alice\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"
                    // No request, so the server closes.
                    + "GET /\r\n\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 "), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did-plc-aliceaaaaaaaaaaaaaaaaaaa/app",
        "did:plc:aliceaaaaaaaaaaaaaaaaaaa/app",
        "did%3Aplc%3Aaliceaaaaaaaaaaaaaaaaaaa/app"
      })
  void anOwnerIsTheSameUnderEveryName(String name) {
    byte[] manifest = image("x");
    HttpResponse<byte[]> pushed =
        registry.putManifest("/v2/" + name + "/manifests/1", OCI_IMAGE, manifest);
    assertEquals(201, pushed.statusCode());
    assertEquals(200, registry.get(TestRegistry.location(pushed)).statusCode());
    assertEquals(200, registry.get("/v2/alice.test/app/manifests/1").statusCode());
  }

  @Test
  void aRepositoryMayBeCalledLikeAnEndpoint() {
    String name = "/v2/alice.test/deep/blobs/tags";
    assertEquals(
        201, registry.putManifest(name + "/manifests/list", OCI_IMAGE, image("x")).statusCode());
    assertEquals(200, registry.get(name + "/tags/list").statusCode());
    assertEquals(202, registry.post(name + "/blobs/uploads/").statusCode());
    assertEquals(202, registry.post(name + "/blobs/uploads").statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/app/manifests/1",
        "/v2/ALICE.test/App/manifests/1",
        "/v2/alice.test/a..b/manifests/1",
        "/v2/alice.test/-a/manifests/1",
        "/v2/alice_test/a/manifests/1",
        "/v2/alice.test//manifests/1",
        "/v2/alice.test/a%2e%2e/manifests/1"
      })
  void aNameThatIsNoneIsA400(String path) {
    HttpResponse<byte[]> answer = registry.get(path);
    assertEquals(400, answer.statusCode());
    assertEquals("NAME_INVALID", code(answer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/x", "/v2/alice.test/app", "/v2/alice.test/app/tags", "/v2/blobs/x"})
  void whatIsNoEndpointIsA404(String path) {
    assertEquals(404, registry.get(path).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v2/, 'GET, HEAD'",
    "POST, /v2/alice.test/app/tags/list, 'GET, HEAD'",
    "PUT, /v2/alice.test/app/blobs/x, 'GET, HEAD, DELETE'",
    "PATCH, /v2/alice.test/app/manifests/x, 'GET, HEAD, PUT, DELETE'",
    "GET, /v2/alice.test/app/blobs/uploads/, POST"
  })
  void aMethodThatIsNoneIsA405ThatNamesTheOthers(String method, String path, String allowed) {
    HttpResponse<byte[]> answer = as("alice", method, path);
    assertEquals(405, answer.statusCode());
    assertEquals(allowed, header(answer, "Allow"));
    assertEquals("UNSUPPORTED", code(answer));
  }
}
