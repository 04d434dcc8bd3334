package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class XrpcClientTest {
  private static final Nsid METHOD = Nsid.parse("test.orlop.method");
  private static final Nsid OTHER = Nsid.parse("test.orlop.other");
  private static final DataMap HELLO = DataMap.builder().put("text", "hello").build();

  @Test
  void aQueryGivesItsAnswer() {
    try (TestServer server =
        query(call -> call.reply(HELLO.with("did", text(call.params().text("did")))))) {
      DataMap answer =
          client(server).query(METHOD, XrpcQuery.of("did", "did:web:a%3A1").with("x", "a b+c"));
      assertEquals("did:web:a%3A1", answer.text("did").orElse(""));
    }
  }

  @Test
  void aProcedureSendsItsInput() {
    XrpcRouter router =
        XrpcRouter.builder()
            .procedure(METHOD, call -> call.reply(call.json()))
            .procedure(OTHER, XrpcInput.NONE, XrpcCall::replyEmpty)
            .build();
    try (TestServer server = new TestServer(router)) {
      assertEquals(HELLO, client(server).procedure(METHOD, HELLO));
      assertEquals(DataMap.EMPTY, client(server).procedure(OTHER));
    }
  }

  @Test
  void aRefusalComesByItsName() {
    try (TestServer server =
        query(
            _ -> {
              throw XrpcError.RECORD_NOT_FOUND.exception("no such thing");
            })) {
      XrpcException refused =
          assertThrows(XrpcException.class, () -> client(server).query(METHOD, XrpcQuery.NONE));
      assertTrue(refused.is(XrpcError.RECORD_NOT_FOUND));
      assertEquals("no such thing", refused.text());
      assertEquals(400, refused.status());
    }
  }

  @Test
  void whatElseARefusalSaysComesWithIt() {
    try (TestServer server =
        query(
            _ -> {
              throw XrpcError.FORBIDDEN
                  .exception("no")
                  .withDetail("requiredPermission", "blob:write")
                  .withHeader("Retry-After", "7");
            })) {
      XrpcException refused =
          assertThrows(XrpcException.class, () -> client(server).query(METHOD, XrpcQuery.NONE));
      assertEquals(Map.of("requiredPermission", "blob:write"), refused.details());
      assertEquals(Map.of("Retry-After", "7"), refused.headers());
    }
  }

  @Test
  void anAddressIsGivenInTheAnswerOrAsARedirectThatIsNotFollowed() {
    URI place = URI.create("https://elsewhere.test/x?y=z");
    try (TestServer server = query(call -> call.reply(HELLO.with("url", text(place.toString()))))) {
      assertEquals(place, client(server).locate(METHOD, XrpcQuery.NONE));
    }
    try (TestServer server = query(call -> call.redirect(place))) {
      assertEquals(place, client(server).locate(METHOD, XrpcQuery.NONE));
    }
    try (TestServer server = query(call -> call.reply(HELLO))) {
      assertThrows(
          XrpcConnectionException.class, () -> client(server).locate(METHOD, XrpcQuery.NONE));
    }
  }

  @Test
  void whatTheGuardObjectsToIsNotCalled() {
    AtomicInteger calls = new AtomicInteger();
    try (TestServer server =
        query(
            call -> {
              calls.incrementAndGet();
              call.redirect(URI.create("http://127.0.0.1:1/elsewhere"));
            })) {
      XrpcClient closed =
          XrpcClient.builder(server.base()).guard(_ -> Optional.of("not there")).build();
      assertThrows(XrpcConnectionException.class, () -> closed.query(METHOD, XrpcQuery.NONE));
      assertEquals(0, calls.get());
      XrpcClient half =
          XrpcClient.builder(server.base())
              .guard(uri -> uri.getPort() == 1 ? Optional.of("not there") : Optional.empty())
              .build();
      XrpcConnectionException stopped =
          assertThrows(XrpcConnectionException.class, () -> half.download(METHOD, XrpcQuery.NONE));
      assertTrue(String.valueOf(stopped.getMessage()).contains("not there"));
      assertEquals(1, calls.get());
    }
  }

  @Test
  void aTokenGoesWithTheCall() {
    try (TestServer server =
        query(call -> call.reply(HELLO.with("token", text(call.bearerToken().orElse("none")))))) {
      XrpcClient client =
          XrpcClient.builder(server.base()).tokens(method -> Optional.of("t-" + method)).build();
      assertEquals(
          "t-test.orlop.method", client.query(METHOD, XrpcQuery.NONE).text("token").orElse(""));
      assertEquals("none", client(server).query(METHOD, XrpcQuery.NONE).text("token").orElse(""));
    }
  }

  @Test
  void aQueryIsTriedAgainWhenTheServerIsBusyAndAProcedureIsNot() {
    AtomicInteger queries = new AtomicInteger();
    AtomicInteger procedures = new AtomicInteger();
    XrpcRouter router =
        XrpcRouter.builder()
            .query(METHOD, call -> busyTwice(queries, call))
            .procedure(OTHER, call -> busyTwice(procedures, call))
            .build();
    try (TestServer server = new TestServer(router)) {
      assertEquals(HELLO, client(server).query(METHOD, XrpcQuery.NONE));
      assertEquals(3, queries.get());
      assertThrows(XrpcException.class, () -> client(server).procedure(OTHER, HELLO));
      assertEquals(1, procedures.get());
    }
  }

  private static void busyTwice(AtomicInteger calls, XrpcCall call) {
    if (calls.incrementAndGet() <= 2) {
      throw XrpcError.NOT_ENOUGH_RESOURCES.exception();
    }
    call.reply(HELLO);
  }

  @Test
  void aServerThatIsNotThereIsNamedWithoutTheRestOfTheAddress() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    XrpcClient client = fast(URI.create("http://127.0.0.1:" + port));
    XrpcConnectionException failed =
        assertThrows(
            XrpcConnectionException.class,
            () -> client.query(METHOD, XrpcQuery.of("secret", "hunter2")));
    assertTrue(failed.certainlyNotRun());
    assertTrue(String.valueOf(failed.getMessage()).contains("127.0.0.1:" + port));
    assertFalse(String.valueOf(failed.getMessage()).contains("hunter2"));
  }

  @Test
  void aDownloadFollowsARedirectAndLeavesTheTokenBehind() throws IOException {
    XrpcRouter second =
        XrpcRouter.builder()
            .query(OTHER, call -> call.reply("text/plain", bytes(call.bearerToken().orElse("-"))))
            .build();
    try (TestServer there = new TestServer(second);
        TestServer here =
            query(call -> call.redirect(there.base().resolve("/xrpc/test.orlop.other")))) {
      XrpcClient client =
          XrpcClient.builder(here.base()).tokens(_ -> Optional.of("secret")).build();
      try (XrpcDownload download = client.download(METHOD, XrpcQuery.NONE)) {
        assertArrayEquals(bytes("-"), download.body().readAllBytes());
      }
    }
  }

  @Test
  void aDownloadKnowsItsLength() throws IOException {
    try (TestServer server = query(call -> call.reply("text/plain", bytes("hello")));
        XrpcDownload download = client(server).download(METHOD, XrpcQuery.NONE)) {
      assertEquals(5, download.length().orElse(0));
      assertEquals("text/plain", download.header("Content-Type").orElse(""));
      assertArrayEquals(bytes("hello"), download.body().readAllBytes());
    }
  }

  @Test
  void aDownloadGoesOnWhereItStopped() throws IOException {
    try (TestServer server =
            query(
                call -> {
                  assertEquals("bytes=3-", call.header(HeaderNames.RANGE).orElse(""));
                  call.status(Status.PARTIAL_CONTENT_206)
                      .header(HeaderNames.CONTENT_RANGE, "bytes 3-4/5")
                      .reply("text/plain", bytes("lo"));
                });
        XrpcDownload download = client(server).download(METHOD, XrpcQuery.NONE, 3)) {
      assertEquals(3, download.offset());
      assertArrayEquals(bytes("lo"), download.body().readAllBytes());
    }
  }

  @Test
  void aServerMaySendAllInsteadOfTheRest() throws IOException {
    try (TestServer server = query(call -> call.reply("text/plain", bytes("hello")));
        XrpcDownload download = client(server).download(METHOD, XrpcQuery.NONE, 3)) {
      assertEquals(0, download.offset());
    }
  }

  @Test
  void aHeadTellsTheLengthOrTheRefusal() {
    try (TestServer server = query(call -> call.reply("text/plain", bytes("hello")))) {
      assertEquals(5, client(server).head(METHOD, XrpcQuery.NONE).orElse(0));
    }
    try (TestServer server =
        query(
            _ -> {
              throw new XrpcException(404, "BlobNotFound", "no");
            })) {
      XrpcException refused =
          assertThrows(XrpcException.class, () -> client(server).head(METHOD, XrpcQuery.NONE));
      assertEquals(404, refused.status());
    }
  }

  @Test
  void aDownloadThatBreaksOffFails() {
    try (TestServer server =
            query(
                call ->
                    call.reply(
                        "text/plain",
                        1 << 20,
                        out -> {
                          out.write(new byte[1 << 19]);
                          throw new IOException("gone");
                        }));
        XrpcDownload download = client(server).download(METHOD, XrpcQuery.NONE)) {
      assertThrows(IOException.class, () -> download.body().readAllBytes());
    }
  }

  @Test
  void aDownloadThatStandsStillFails() {
    CountDownLatch over = new CountDownLatch(1);
    try (TestServer server =
        query(
            call ->
                call.reply(
                    "text/plain",
                    100,
                    out -> {
                      out.write(new byte[50]);
                      out.flush();
                      over.await();
                    }))) {
      XrpcClient client =
          XrpcClient.builder(server.base()).stallTimeout(Duration.ofMillis(50)).build();
      try (XrpcDownload download = client.download(METHOD, XrpcQuery.NONE)) {
        IOException stalled = assertThrows(IOException.class, () -> download.body().readAllBytes());
        assertTrue(String.valueOf(stalled.getMessage()).contains("too long"), stalled::toString);
      } finally {
        over.countDown();
      }
    }
  }

  @Test
  void aServerThatKeepsSilentIsNotAskedAgainNorWaitedForForEver() {
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    XrpcHandler silent =
        _ -> {
          asked.incrementAndGet();
          over.await();
        };
    XrpcRouter router =
        XrpcRouter.builder()
            .query(METHOD, silent)
            .procedure(OTHER, new XrpcInput.Raw(1 << 20), silent)
            .build();
    try (TestServer server = new TestServer(router)) {
      XrpcClient client =
          XrpcClient.builder(server.base()).answerTimeout(Duration.ofMillis(300)).build();
      assertThrows(XrpcConnectionException.class, () -> client.query(METHOD, XrpcQuery.NONE));
      assertEquals(1, asked.get());
      XrpcUpload upload = XrpcUpload.of("text/plain", new byte[100]);
      assertThrows(
          XrpcConnectionException.class, () -> client.upload(OTHER, XrpcQuery.NONE, upload));
      over.countDown();
    } finally {
      over.countDown();
    }
  }

  @Test
  void anUploadSaysItsLengthAndAPutItsTag() {
    XrpcRouter router =
        XrpcRouter.builder()
            .procedure(METHOD, new XrpcInput.Raw(1 << 20), XrpcClientTest::describe)
            .put(
                OTHER,
                new XrpcInput.Raw(1 << 20),
                call -> {
                  call.header(HeaderNames.ETAG, "\"" + call.body().readAllBytes().length + "\"");
                  call.header(HeaderNames.SERVER, call.bearerToken().orElse("no token"));
                  call.replyEmpty();
                })
            .build();
    try (TestServer server = new TestServer(router)) {
      XrpcClient client =
          XrpcClient.builder(server.base()).tokens(_ -> Optional.of("secret")).build();
      XrpcUpload upload =
          XrpcUpload.of("image/png", 100_000, () -> new ByteArrayInputStream(new byte[100_000]));
      DataMap answer = client.upload(METHOD, XrpcQuery.NONE, upload);
      assertEquals(100_000, answer.integer("length").orElse(0));
      assertEquals(100_000, answer.integer("read").orElse(0));
      var headers = client.put(server.base().resolve("/xrpc/test.orlop.other"), upload);
      assertEquals("\"100000\"", headers.firstValue("etag").orElse(""));
      assertEquals("no token", headers.firstValue("server").orElse(""));
    }
  }

  private static void describe(XrpcCall call) throws IOException {
    try (InputStream body = call.body()) {
      call.reply(
          DataMap.builder()
              .put("length", call.request().headers().contentLength().orElse(-1))
              .put("read", body.readAllBytes().length)
              .build());
    }
  }

  @Test
  void whatIsNotXrpcIsNotTakenForAnAnswer() {
    try (TestServer server = query(call -> call.reply("text/html", bytes("<html>")))) {
      assertThrows(
          XrpcConnectionException.class, () -> client(server).query(METHOD, XrpcQuery.NONE));
    }
  }

  private static TestServer query(XrpcHandler handler) {
    return new TestServer(XrpcRouter.builder().query(METHOD, handler).build());
  }

  private static XrpcClient client(TestServer server) {
    return fast(server.base());
  }

  private static XrpcClient fast(URI base) {
    return XrpcClient.builder(base).retries(2, Duration.ofMillis(1)).build();
  }

  private static dev.orlop.car.cbor.DataValue text(String text) {
    return new dev.orlop.car.cbor.DataValue.Text(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
