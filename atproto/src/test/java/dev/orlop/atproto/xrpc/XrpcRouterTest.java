package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class XrpcRouterTest {
  private static final Nsid ECHO = Nsid.parse("test.orlop.echo");
  private static final Nsid SAVE = Nsid.parse("test.orlop.save");
  private static final Nsid TOUCH = Nsid.parse("test.orlop.touch");
  private static final Nsid RAW = Nsid.parse("test.orlop.raw");
  private static final Nsid BREAK = Nsid.parse("test.orlop.break");
  private static final Nsid REFUSE = Nsid.parse("test.orlop.refuse");
  private static final Nsid BLOB = Nsid.parse("test.orlop.blob");
  private static final Nsid SHORT = Nsid.parse("test.orlop.short");
  private static final Nsid TORN = Nsid.parse("test.orlop.torn");

  private final AtomicBoolean touched = new AtomicBoolean();
  private TestServer server;

  @BeforeAll
  void start() {
    server =
        new TestServer(
            XrpcRouter.builder()
                .query(
                    ECHO,
                    call ->
                        call.reply(
                            DataMap.builder().put("text", call.params().text("text")).build()))
                .procedure(SAVE, new XrpcInput.Json(100), call -> call.reply(call.json()))
                .procedure(
                    TOUCH,
                    XrpcInput.NONE,
                    call -> {
                      touched.set(true);
                      call.replyEmpty();
                    })
                .put(RAW, new XrpcInput.Raw(1000), XrpcRouterTest::countBytes)
                .query(
                    BREAK,
                    call -> {
                      call.header(HeaderNames.ETAG, "\"half\"");
                      throw new IllegalStateException("the password is hunter2");
                    })
                .query(
                    REFUSE,
                    _ -> {
                      throw XrpcError.FORBIDDEN
                          .exception("You may not")
                          .withHeader("Retry-After", "7")
                          .withDetail("action", "blob:read");
                    })
                .query(BLOB, call -> call.reply("image/png", new byte[] {1, 2, 3, 4}))
                .query(SHORT, call -> call.reply("image/png", 10, out -> out.write(1)))
                .query(TORN, XrpcRouterTest::tear)
                .plainQuery("_health", call -> call.reply("text/plain", new byte[] {'o', 'k'}))
                .build());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static void countBytes(XrpcCall call) throws IOException {
    long count = 0;
    try (InputStream in = call.body()) {
      byte[] buffer = new byte[256];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        count += n;
      }
    }
    call.reply(DataMap.builder().put("count", count).build());
  }

  private static void tear(XrpcCall call) throws Exception {
    call.reply(
        "application/vnd.ipld.car",
        out -> {
          out.write(new byte[1 << 20]);
          out.write(new byte[1 << 20]); // the web server holds the first write back
          throw new IllegalStateException("the disk is gone");
        });
  }

  @Test
  void aQueryIsAnsweredWithJson() {
    HttpResponse<String> answer = server.get("/xrpc/test.orlop.echo?text=a%20b");
    assertEquals(200, answer.statusCode());
    assertEquals("{\"text\":\"a b\"}", answer.body());
    assertEquals("application/json", answer.headers().firstValue("content-type").orElse(""));
  }

  @Test
  void aPlainNameIsAMethodToo() {
    assertEquals("ok", server.get("/xrpc/_health").body());
  }

  @Test
  void anUnknownMethodIsNotImplemented() {
    assertError(server.get("/xrpc/com.example.unknown"), 501, "MethodNotImplemented");
  }

  @Test
  void aPathThatIsNoMethodIsRefused() {
    assertError(server.get("/xrpc/what"), 400, "InvalidRequest");
    assertError(server.get("/xrpc/"), 400, "InvalidRequest");
    assertError(server.get("/xrpc/test.orlop.echo/more?text=x"), 400, "InvalidRequest");
  }

  @Test
  void theWrongVerbIsNamedWithTheRightOne() {
    HttpResponse<String> posted =
        server.send(server.request("/xrpc/test.orlop.echo").POST(BodyPublishers.noBody()));
    assertError(posted, 400, "InvalidRequest");
    assertTrue(posted.body().contains("Incorrect HTTP method (POST) expected GET"), posted.body());
    assertTrue(
        server
            .get("/xrpc/test.orlop.save")
            .body()
            .contains("Incorrect HTTP method (GET) expected POST"));
  }

  @Test
  void aJsonBodyReachesTheHandler() {
    assertEquals("{\"a\":1}", save("{\"a\":1}").body());
  }

  @Test
  void aBodyThatIsNotAJsonObjectIsRefused() {
    assertError(save("[1]"), 400, "InvalidRequest");
    assertError(save("{\"a\":1.5}"), 400, "InvalidRequest");
    assertError(save("{"), 400, "InvalidRequest");
    assertError(save(""), 400, "InvalidRequest");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    HttpResponse<String> answer =
        server.send(
            server
                .request("/xrpc/test.orlop.save")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));
    assertError(answer, 400, "InvalidRequest");
    assertTrue(answer.body().contains("text/plain"));
  }

  @Test
  void aBodyThatSaysItIsTooLongIsRefusedUnread() {
    // Not one byte of the body is sent; the answer comes all the same.
    String answer =
        server.raw(
            "POST /xrpc/test.orlop.save HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 5000000000",
            "");
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertTrue(answer.contains("PayloadTooLarge"), answer);
    assertTrue(answer.contains("Connection: close"), answer);
  }

  @Test
  void aBodyWithoutALengthIsRefusedWhenItProvesTooLong() {
    // The chunks never end, and neither is their end waited for.
    String chunk = " ".repeat(64);
    String answer =
        server.raw(
            "POST /xrpc/test.orlop.save HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "40",
            chunk,
            "40",
            chunk,
            "40",
            chunk);
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @Test
  void theRestOfABodyThatWasReadInPartIsNotTakenForARequest() {
    String answer =
        server.raw(
            "PUT /xrpc/test.orlop.raw HTTP/1.1",
            "Host: x",
            "Transfer-Encoding: chunked",
            "",
            "400",
            " ".repeat(1024),
            "GET /xrpc/_health HTTP/1.1",
            "Host: x",
            "");
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertFalse(answer.contains("HTTP/1.1 200 "), answer);
  }

  @Test
  void aRawBodyIsStreamedUpToItsLimit() {
    assertEquals("{\"count\":1000}", put(1000).body());
    assertError(put(1001), 413, "PayloadTooLarge");
  }

  @Test
  void aBodyWhereNoneBelongsIsRefusedAndTheMethodDoesNotRun() {
    HttpResponse<String> answer =
        server.send(server.request("/xrpc/test.orlop.touch").POST(BodyPublishers.ofString("{}")));
    assertError(answer, 400, "InvalidRequest");
    assertFalse(touched.get());
    assertEquals(
        200,
        server
            .send(server.request("/xrpc/test.orlop.touch").POST(BodyPublishers.noBody()))
            .statusCode());
  }

  @Test
  void aFaultSaysNothingOfTheInside() {
    HttpResponse<String> answer = server.get("/xrpc/test.orlop.break");
    assertError(answer, 500, "InternalServerError");
    assertFalse(answer.body().contains("hunter2"));
    assertTrue(answer.headers().firstValue("etag").isEmpty());
    assertTrue(answer.headers().firstValue("x-request-id").isPresent());
  }

  @Test
  void aRefusalCarriesItsHeadersAndDetails() {
    HttpResponse<String> answer = server.get("/xrpc/test.orlop.refuse");
    assertError(answer, 403, "Forbidden");
    assertEquals("7", answer.headers().firstValue("retry-after").orElse(""));
    assertTrue(answer.body().contains("\"action\":\"blob:read\""), answer.body());
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() {
    // The second request on the connection would be answered out of step had a body been sent.
    String answer =
        server.raw(
            "HEAD /xrpc/test.orlop.blob HTTP/1.1",
            "Host: x",
            "",
            "HEAD /xrpc/com.example.unknown HTTP/1.1",
            "Host: x",
            "",
            "GET /",
            "");
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.contains("Content-Length: 4\r\n"), answer);
    String second = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertTrue(second.startsWith("HTTP/1.1 501 "), answer);
    // The server closes after the last line, which is no request, with an answer of its own.
    assertTrue(second.indexOf("HTTP/1.1 400 ") == second.indexOf("\r\n\r\n") + 4, answer);
  }

  @Test
  void aBodyShorterThanAnnouncedIsAFault() {
    // Nothing was on the wire yet, so the caller still gets a proper answer.
    assertError(server.get("/xrpc/test.orlop.short"), 500, "InternalServerError");
  }

  @Test
  void aBodyThatBreaksOffDoesNotLookComplete() {
    assertThrows(java.io.UncheckedIOException.class, () -> server.get("/xrpc/test.orlop.torn"));
  }

  @Test
  void aSaneRequestIdIsKeptAndAnOddOneReplaced() {
    assertEquals("abc-1", requestId("abc-1"));
    assertFalse(requestId("a b").contains(" "));
    assertFalse(requestId("x".repeat(65)).contains("xxx"));
  }

  @Test
  void anyPageMayCallAndReadTheHeaders() {
    HttpResponse<String> preflight =
        server.send(
            server
                .request("/xrpc/test.orlop.save")
                .header("Origin", "https://app.example")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertEquals(204, preflight.statusCode());
    assertEquals("*", preflight.headers().firstValue("access-control-allow-origin").orElse(""));
    assertTrue(
        preflight.headers().firstValue("access-control-allow-headers").orElse("").contains("Auth"));
    HttpResponse<String> refused = server.get("/xrpc/com.example.unknown");
    assertEquals("*", refused.headers().firstValue("access-control-allow-origin").orElse(""));
    assertTrue(
        refused
            .headers()
            .firstValue("access-control-expose-headers")
            .orElse("")
            .contains("RateLimit-Limit"));
  }

  @Test
  void theSchemaSeesEachCallBeforeTheHandler() {
    XrpcSchema strict =
        new XrpcSchema() {
          @Override
          public void checkParams(String method, XrpcParams params) {
            if (!params.names().isEmpty()) {
              throw XrpcError.INVALID_REQUEST.exception("no parameters in " + method);
            }
          }
        };
    XrpcRouter router =
        XrpcRouter.builder().schema(strict).query(ECHO, XrpcCall::replyEmpty).build();
    try (TestServer checked = new TestServer(router)) {
      assertEquals(200, checked.get("/xrpc/test.orlop.echo").statusCode());
      assertError(checked.get("/xrpc/test.orlop.echo?a=1"), 400, "InvalidRequest");
    }
  }

  private HttpResponse<String> save(String json) {
    return server.send(
        server
            .request("/xrpc/test.orlop.save")
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> put(int length) {
    return server.send(
        server.request("/xrpc/test.orlop.raw").PUT(BodyPublishers.ofByteArray(new byte[length])));
  }

  private String requestId(String proposed) {
    return server
        .send(server.request("/xrpc/_health").header("X-Request-Id", proposed).GET())
        .headers()
        .firstValue("x-request-id")
        .orElse("");
  }

  private static void assertError(HttpResponse<String> answer, int status, String error) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"error\":\"" + error + "\""), answer.body());
    assertTrue(answer.body().contains("\"message\":\""), answer.body());
  }
}
