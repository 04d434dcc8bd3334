package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which address calls are counted. */
class ClientAddressTest {
  private static final String HEADER = "X-Forwarded-For";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private RunningHold hold;

  @BeforeEach
  void start() {
    hold = Guests.openHold(folder, Map.of());
    Guests.Guest unused = new Guests(hold).create("carol");
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    hold.close();
  }

  private void trust(String proxies) {
    Map<String, String> settings = new HashMap<>();
    settings.put("ORLOP_FIREHOSE_MAX_SUBSCRIBERS_PER_ADDRESS", "1");
    settings.put("ORLOP_TRUSTED_PROXIES", proxies);
    hold.restart(settings);
  }

  /** How many more may sign in from where this call seems to come from. */
  private int left(String forwardedFor) {
    DataMap body =
        DataMap.builder()
            .put("identifier", "carol.hold.example.com")
            .put("password", Guests.PASSWORD)
            .build();
    return (int)
        hold.send(
                hold.request("/xrpc/com.atproto.server.createSession")
                    .header("Content-Type", "application/json")
                    .header(HEADER, forwardedFor)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(DataJson.write(body)))
                    .build())
            .headers()
            .firstValueAsLong("RateLimit-Remaining")
            .orElseThrow();
  }

  private WebSocket subscribe(String forwardedFor) {
    return http.newWebSocketBuilder()
        .header(HEADER, forwardedFor)
        .buildAsync(
            URI.create(
                "ws://127.0.0.1:" + hold.server().port() + "/xrpc/com.atproto.sync.subscribeRepos"),
            new WebSocket.Listener() {})
        .join();
  }

  @Test
  void whatAStrangerSaysOfItsAddressCountsForNothing() {
    trust("");
    assertEquals(29, left("198.51.100.1"));
    assertEquals(28, left("198.51.100.2"));
    WebSocket first = subscribe("198.51.100.1");
    assertThrows(CompletionException.class, () -> subscribe("198.51.100.2"));
    first.abort();
  }

  @Test
  void behindATrustedProxyEachClientIsCountedByItself() {
    trust("127.0.0.0/8");
    assertEquals(29, left("198.51.100.1"));
    assertEquals(29, left("198.51.100.1, 198.51.100.2"));
    assertEquals(28, left("203.0.113.9, 198.51.100.1"));
    WebSocket first = subscribe("198.51.100.1");
    WebSocket second = subscribe("198.51.100.2");
    assertThrows(CompletionException.class, () -> subscribe("10.0.0.1, 198.51.100.2"));
    first.abort();
    second.abort();
  }

  @Test
  void theAddressesOfOneNetworkOfIpv6AreCountedTogether() {
    trust("127.0.0.0/8");
    assertEquals(29, left("2001:db8:1:2::1"));
    assertEquals(28, left("2001:db8:1:2:ffff::9"));
    assertEquals(29, left("2001:db8:1:3::1"));
  }
}
