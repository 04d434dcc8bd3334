package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

final class GuardedHttpTest {
  private static final HttpFetch SMALL = new HttpFetch("*/*", 100, 1, Duration.ofSeconds(5));

  private final GuardedHttp development = new GuardedHttp(NetworkPolicy.DEVELOPMENT);

  @Test
  void anAnswerComesWithItsStatusAndBody() {
    try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 404 Gone", "", "no")) {
      HttpResult.Answer answer = answer(server.uri("/a?b=c"));
      assertEquals(404, answer.status());
      assertEquals("no", text(answer));
      assertTrue(server.requests().getFirst().startsWith("GET /a?b=c HTTP/1.1\nHost: 127.0.0.1:"));
    }
  }

  @Test
  void aChunkedAnswerIsPutTogether() {
    try (ScriptedServer server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "3",
            "abc",
            "2;x=y",
            "de",
            "0",
            "",
            "")) {
      assertEquals("abcde", text(answer(server.uri("/"))));
    }
  }

  @Test
  void interimAnswersArePassedOver() {
    try (ScriptedServer server =
        ScriptedServer.answering(
            "HTTP/1.1 103 Early Hints", "", "HTTP/1.1 200 OK", "Content-Length: 2", "", "ok")) {
      assertEquals("ok", text(answer(server.uri("/"))));
    }
  }

  /** What a server may answer on its connection before it hangs up. */
  private static ScriptedServer patient(int answers, String... lines) {
    return new ScriptedServer(
        ServerSocketFactory.getDefault(),
        answers,
        (_, out) -> out.write(ScriptedServer.text(lines)));
  }

  private void fetchThrice(ScriptedServer server, String body) {
    for (int i = 0; i < 3; i++) {
      assertEquals(body, text(answer(server.uri("/" + i))));
    }
    assertEquals(3, server.requests().size());
  }

  @Test
  void aConnectionIsUsedAgainWhereTheEndOfTheAnswerWasSeen() {
    try (ScriptedServer sized = patient(9, "HTTP/1.1 200 OK", "Content-Length: 2", "", "ok");
        ScriptedServer chunked =
            patient(
                9,
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "2",
                "ok",
                "0",
                "Trailer: t",
                "",
                "")) {
      fetchThrice(sized, "ok");
      assertEquals(1, sized.connections());
      fetchThrice(chunked, "ok");
      assertEquals(1, chunked.connections());
    }
  }

  @Test
  void aConnectionIsNotUsedAgainWhereMoreMayComeOrNothing() {
    String[][] answers = {
      {"HTTP/1.1 200 OK", "Connection: close", "Content-Length: 2", "", "ok"},
      {"HTTP/1.0 200 OK", "Content-Length: 2", "", "ok"},
      {"HTTP/1.1 200 OK", "Content-Length: 2", "", "okHTTP/1.1 200 OK"},
    };
    for (String[] lines : answers) {
      try (ScriptedServer server = patient(9, lines)) {
        fetchThrice(server, "ok");
        assertEquals(3, server.connections(), lines[1]);
      }
    }
  }

  @Test
  void aServerThatHungUpMeanwhileIsAskedAnew() {
    try (ScriptedServer server = patient(2, "HTTP/1.1 200 OK", "Content-Length: 2", "", "ok")) {
      fetchThrice(server, "ok");
      assertEquals(2, server.connections());
    }
  }

  @Test
  void nothingOnThisMachineIsFetchedForThePublic() {
    GuardedHttp guarded = new GuardedHttp(NetworkPolicy.PUBLIC_ONLY);
    try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK", "", "secret")) {
      assertBlocked(guarded, server.uri("/").toString());
      assertBlocked(guarded, "https://127.0.0.1/");
      assertBlocked(guarded, "https://[::1]/");
      assertBlocked(guarded, "https://[::ffff:127.0.0.1]/");
      assertBlocked(guarded, "https://localhost/");
      assertTrue(server.requests().isEmpty());
    }
  }

  @Test
  void aNameThatLeadsInsideIsNotConnectedTo() throws IOException {
    for (String inside : List.of("127.0.0.1", "10.1.2.3", "169.254.169.254", "fd00::1", "::1")) {
      InetAddress address = InetAddress.ofLiteral(inside);
      assertBlocked(guarded(_ -> List.of(address)), "https://innocent.example/");
    }
  }

  @Test
  void oneAddressInsideSpoilsAllOthers() throws IOException {
    List<InetAddress> mixed =
        List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.getByName("192.168.0.1"));
    assertBlocked(guarded(_ -> mixed), "https://innocent.example/");
  }

  @Test
  void theConnectionGoesToTheAddressThatWasChecked() throws IOException {
    // A second look-up would find another address, as with a rebinding attack.
    AtomicInteger lookups = new AtomicInteger();
    InetAddress first = InetAddress.ofLiteral("127.0.0.1");
    InetAddress second = InetAddress.ofLiteral("127.0.0.99");
    GuardedHttp rebound =
        new GuardedHttp(
            NetworkPolicy.DEVELOPMENT,
            _ -> List.of(lookups.incrementAndGet() == 1 ? first : second),
            (SSLSocketFactory) SSLSocketFactory.getDefault());
    try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK", "", "ok")) {
      HttpResult result =
          rebound.get(URI.create("http://innocent.example:" + server.port() + "/"), SMALL);
      assertEquals("ok", text(assertInstanceOf(HttpResult.Answer.class, result)));
      assertEquals(1, lookups.get());
      assertTrue(server.requests().getFirst().contains("Host: innocent.example:"));
    }
  }

  @Test
  void aRedirectIsCheckedLikeTheFirstAddress() {
    try (ScriptedServer server =
        ScriptedServer.answering(
            "HTTP/1.1 302 Found", "Location: http://169.254.169.254/latest/meta-data", "", "")) {
      assertInstanceOf(HttpResult.Blocked.class, development.get(server.uri("/"), SMALL));
    }
  }

  @Test
  void redirectsAreFollowedUpToTheirNumber() {
    try (ScriptedServer server =
        new ScriptedServer(
            (head, out) ->
                out.write(
                    head.startsWith("GET /last ")
                        ? ScriptedServer.ok("ok")
                        : ScriptedServer.text(
                            "HTTP/1.1 301 Moved",
                            head.startsWith("GET /near ") ? "Location: /last" : "Location: /near",
                            "",
                            "")))) {
      assertEquals("ok", text(answer(server.uri("/near"))));
      assertFailed(server.uri("/far"), "too many redirects");
    }
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedHoweverItIsFramed() {
    String large = "x".repeat(101);
    assertFailed("larger than 100", "HTTP/1.1 200 OK", "Content-Length: 101", "", large);
    assertFailed("larger than 100", "HTTP/1.1 200 OK", "", large);
    assertFailed(
        "larger than 100", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "7fffffff", "x");
    assertFailed(
        "larger than 100",
        "HTTP/1.1 200 OK",
        "Transfer-Encoding: chunked",
        "",
        "60",
        "x".repeat(96),
        "60",
        "");
  }

  @Test
  void aHeadWithoutEndIsRefused() {
    assertFailed("a head longer", "HTTP/1.1 200 OK", "X: " + "x".repeat(20_000), "", "");
  }

  @Test
  void anAnswerThatCanBeReadInTwoWaysIsRefused() {
    assertFailed(
        "two different", "HTTP/1.1 200 OK", "Content-Length: 1", "Content-Length: 2", "", "ab");
    assertFailed(
        "framing",
        "HTTP/1.1 200 OK",
        "Content-Length: 1",
        "Transfer-Encoding: chunked",
        "",
        "0",
        "",
        "");
    assertFailed("not a number", "HTTP/1.1 200 OK", "Content-Length: +1", "", "a");
    assertFailed("ends early", "HTTP/1.1 200 OK", "Content-Length: 9", "", "a");
    assertFailed("not an HTTP", "SSH-2.0-OpenSSH", "", "");
    assertFailed("not asked for", "HTTP/1.1 200 OK", "Content-Encoding: gzip", "", "a");
  }

  @Test
  void aServerThatDripsIsCutOff() {
    try (ScriptedServer server =
        new ScriptedServer(
            (_, out) -> {
              out.write(ScriptedServer.text("HTTP/1.1 200 OK", "X: "));
              while (true) { // until the client leaves; each byte comes well within its read limit
                out.write('x');
                out.flush();
                Thread.sleep(5);
              }
            })) {
      HttpFetch brief = new HttpFetch("*/*", 100, 0, Duration.ofMillis(200));
      HttpResult.Failed failed =
          assertInstanceOf(HttpResult.Failed.class, development.get(server.uri("/"), brief));
      assertTrue(failed.reason().contains("no answer within"), failed.reason());
    }
  }

  @Test
  void whateverComesTheReaderGivesAnAnswerOrAnIoException() {
    List<byte[]> corpus =
        List.of(
            ScriptedServer.ok("hello"),
            ScriptedServer.text(
                "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "5", "hello", "0", "", ""),
            ScriptedServer.text("HTTP/1.1 302 Found", "Location: /x", "", ""),
            ScriptedServer.text("HTTP/1.1 100 Continue", "", "HTTP/1.1 204 None", "", ""));
    Fuzz.run(
        corpus,
        10_000,
        IOException.class,
        input -> new HttpAnswerReader(new ByteArrayInputStream(input), 100).read());
  }

  private static GuardedHttp guarded(AddressLookup lookup) {
    return new GuardedHttp(
        NetworkPolicy.PUBLIC_ONLY, lookup, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  private HttpResult.Answer answer(URI uri) {
    return assertInstanceOf(HttpResult.Answer.class, development.get(uri, SMALL));
  }

  private static String text(HttpResult.Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static void assertBlocked(GuardedHttp http, String uri) {
    assertInstanceOf(HttpResult.Blocked.class, http.get(URI.create(uri), SMALL), uri);
  }

  private void assertFailed(String part, String... lines) {
    try (ScriptedServer server = ScriptedServer.answering(lines)) {
      assertFailed(server.uri("/"), part);
    }
  }

  private void assertFailed(URI uri, String part) {
    HttpResult.Failed failed =
        assertInstanceOf(HttpResult.Failed.class, development.get(uri, SMALL));
    assertTrue(failed.reason().contains(part), failed.reason());
  }
}
