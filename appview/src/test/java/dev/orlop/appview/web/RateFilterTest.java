package dev.orlop.appview.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Callers;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.limits.MemoryCounter;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.ClientAddress;
import dev.orlop.atproto.xrpc.RequestIds;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.testkit.ClockAt;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is counted, by what, and what those hear who call too often. */
class RateFilterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebServer server = start();

  private WebServer start() {
    AppViewConfig.Limits limits = new AppViewConfig.Limits(limit(10), limit(20), limit(3));
    TrustedProxies proxies = TrustedProxies.parse("127.0.0.1");
    AppViewWeb.Traffic traffic =
        new AppViewWeb.Traffic(proxies, limits, new MemoryCounter(clock), clock);
    Callers callers =
        token ->
            token.filter(name -> name.startsWith("did:")).isPresent()
                ? new Callers.Answer.Known(Caller.account(Did.parse(token.get()), Map.of()))
                : new Callers.Answer.Refused("nobody has it");
    return AppViewWeb.listener("127.0.0.1", 0, 1 << 20)
        .routing(
            routing ->
                routing
                    .addFilter(
                        new RateFilter(
                            traffic,
                            callers,
                            new PageReply(new RequestIds(), refusal -> "<p>" + refusal.text()),
                            request ->
                                ClientAddress.of(request.remotePeer(), request.headers(), proxies)))
                    .any((_, response) -> response.send("well")))
        .build()
        .start();
  }

  private static Optional<RateLimit> limit(int calls) {
    return Optional.of(new RateLimit(calls, MINUTE));
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop();
  }

  private HttpRequest.Builder from(String address, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("X-Forwarded-For", address);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int allowed(int calls, HttpRequest.Builder request) {
    int allowed = 0;
    for (int i = 0; i < calls; i++) {
      allowed += send(request).statusCode() == 200 ? 1 : 0;
    }
    return allowed;
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void everyAnswerSaysHowNearTheLimitIs() {
    HttpResponse<byte[]> answer = send(from("198.51.100.1", "/v2/"));
    assertEquals("well", new String(answer.body(), UTF_8));
    assertEquals("10", header(answer, "RateLimit-Limit"));
    assertEquals("9", header(answer, "RateLimit-Remaining"));
    assertEquals("10;w=60", header(answer, "RateLimit-Policy"));
    assertEquals(
        Long.toString(clock.instant().getEpochSecond() + 6), header(answer, "RateLimit-Reset"));
  }

  @Test
  void aRegistryRefusesInTheFormOfRegistriesAndSaysWhenToComeBack() {
    assertEquals(10, allowed(15, from("198.51.100.1", "/v2/alice.test/app/tags/list")));
    HttpResponse<byte[]> refused = send(from("198.51.100.1", "/v2/alice.test/app/tags/list"));
    assertEquals(429, refused.statusCode());
    assertEquals("6", header(refused, "Retry-After"));
    assertEquals("0", header(refused, "RateLimit-Remaining"));
    assertEquals("registry/2.0", header(refused, "Docker-Distribution-Api-Version"));
    DataMap error =
        (DataMap) DataJson.parse(refused.body()).array("errors").orElseThrow().getFirst();
    assertEquals(Optional.of("TOOMANYREQUESTS"), error.text("code"));
    assertEquals(
        Optional.of("more than 10 requests from here in 60 seconds; try again in 6 seconds"),
        error.text("message"));
    clock.advance(Duration.ofSeconds(12));
    assertEquals(2, allowed(5, from("198.51.100.1", "/v2/alice.test/app/tags/list")));
  }

  @Test
  void aPageRefusesAsAPage() {
    assertEquals(10, allowed(11, from("198.51.100.1", "/r/alice.test/app")));
    HttpResponse<byte[]> refused = send(from("198.51.100.1", "/r/alice.test/app"));
    assertEquals(429, refused.statusCode());
    assertEquals("6", header(refused, "Retry-After"));
    assertEquals("text/html; charset=utf-8", header(refused, "Content-Type"));
    assertTrue(header(refused, "Content-Security-Policy").startsWith("default-src 'none'"));
    assertEquals(
        "<p>more than 10 requests from here in 60 seconds; try again in 6 seconds",
        new String(refused.body(), UTF_8));
  }

  @Test
  void anXrpcMethodRefusesInTheFormOfXrpc() {
    assertEquals(10, allowed(11, from("198.51.100.1", "/xrpc/io.atcr.appview.getStats")));
    HttpResponse<byte[]> refused = send(from("198.51.100.1", "/xrpc/io.atcr.appview.getStats"));
    assertEquals(429, refused.statusCode());
    assertEquals("6", header(refused, "Retry-After"));
    assertEquals(Optional.of("RateLimitExceeded"), DataJson.parse(refused.body()).text("error"));
  }

  @Test
  void eachAddressIsCountedByItselfAndAnIpv6NetworkAsOne() {
    assertEquals(10, allowed(11, from("198.51.100.1", "/v2/")));
    assertEquals(10, allowed(11, from("198.51.100.2", "/v2/")));
    assertEquals(10, allowed(11, from("2001:db8:1:2::1", "/v2/")));
    assertEquals(0, allowed(1, from("2001:db8:1:2:ffff::9", "/v2/")));
    assertEquals(1, allowed(1, from("2001:db8:1:3::1", "/v2/")));
  }

  @Test
  void anAccountIsCountedByItsDidWhereverItIs() {
    for (String address : List.of("198.51.100.1", "198.51.100.2")) {
      assertEquals(
          10, allowed(10, from(address, "/v2/").header("Authorization", "Bearer did:web:a.test")));
    }
    HttpResponse<byte[]> refused =
        send(from("198.51.100.3", "/v2/").header("Authorization", "Bearer did:web:a.test"));
    assertEquals(429, refused.statusCode());
    assertEquals("20", header(refused, "RateLimit-Limit"));
    assertEquals(
        1,
        allowed(1, from("198.51.100.1", "/v2/").header("Authorization", "Bearer did:web:b.test")));
    assertEquals(1, allowed(1, from("198.51.100.1", "/v2/")));
  }

  @Test
  void whoInventsTokensIsCountedByAddress() {
    for (int i = 0; i < 10; i++) {
      send(from("198.51.100.1", "/v2/").header("Authorization", "Bearer invented" + i));
    }
    assertEquals(0, allowed(1, from("198.51.100.1", "/v2/")));
  }

  @Test
  void signingInIsLimitedMoreStrictlyAndByItself() {
    HttpRequest.Builder basic =
        from("198.51.100.1", "/auth/token?service=x").header("Authorization", "Basic eDp5");
    assertEquals(3, allowed(5, basic));
    assertEquals(
        0, allowed(1, from("198.51.100.1", "/auth/token").POST(BodyPublishers.ofString("a=b"))));
    assertEquals(1, allowed(1, from("198.51.100.1", "/auth/token?service=x")));
  }

  @Test
  void whoWatchesOverTheServerIsNotCounted() {
    assertEquals(100, allowed(100, from("198.51.100.1", "/xrpc/_health")));
  }

  @Test
  void anUploadThatIsRefusedIsNotReadToItsEnd() {
    assertEquals(10, allowed(10, from("198.51.100.1", "/v2/")));
    HttpResponse<byte[]> refused =
        send(
            from("198.51.100.1", "/v2/a/blobs/uploads/x")
                .expectContinue(true)
                .PUT(BodyPublishers.ofByteArray(new byte[900_000])));
    assertEquals(429, refused.statusCode());
    assertTrue(new String(refused.body(), UTF_8).contains("TOOMANYREQUESTS"));
    assertEquals(429, send(from("198.51.100.1", "/v2/")).statusCode());
  }
}
