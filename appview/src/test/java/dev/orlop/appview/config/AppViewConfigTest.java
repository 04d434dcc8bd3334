package dev.orlop.appview.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.hold.HoldBlobs.Delivery;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.xrpc.TrustedProxies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppViewConfigTest {
  private static AppViewConfig read(String... settings) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return AppViewConfig.read(Path.of("somewhere"), environment);
  }

  private static List<String> faults(String... settings) {
    return assertThrows(ConfigException.class, () -> read(settings)).faults();
  }

  @Test
  void nothingNeedsToBeSaid() {
    AppViewConfig config = read();
    assertEquals("127.0.0.1", config.listenHost());
    assertEquals(5000, config.listenPort());
    assertEquals(URI.create("http://127.0.0.1:5000"), config.baseUrl());
    assertEquals("127.0.0.1:5000", config.service());
    assertEquals(Optional.empty(), config.defaultHold());
    assertEquals(Delivery.REDIRECT, config.delivery());
    assertEquals(Optional.empty(), config.sharedCache());
    assertEquals(64L << 30, config.maxBlobBytes());
    assertEquals(TrustedProxies.NONE, config.trustedProxies());
    assertEquals(NetworkPolicy.PUBLIC_ONLY, config.lookups().policy());
  }

  @Test
  void theNamesOfOldWorkAndTheNewOnesGoBefore() {
    AppViewConfig config =
        read(
            "ATCR_HTTP_ADDR", "127.0.0.1:6000",
            "ATCR_BASE_URL", "https://old.example.com",
            "ORLOP_APPVIEW_BASE_URL", "https://registry.example.com/",
            "ATCR_DEFAULT_HOLD_DID", "did:web:hold.example.com");
    assertEquals("127.0.0.1", config.listenHost());
    assertEquals(6000, config.listenPort());
    assertEquals("registry.example.com", config.service());
    assertEquals(HoldRef.parse("did:web:hold.example.com"), config.defaultHold());
  }

  @Test
  void allAddressesMayBeListenedOn() {
    AppViewConfig config = read("ATCR_HTTP_ADDR", ":5000");
    assertEquals("0.0.0.0", config.listenHost());
    assertEquals(5000, config.listenPort());
  }

  @Test
  void anAddressMayBeOfIpv6() {
    AppViewConfig config = read("ATCR_HTTP_ADDR", "[::1]:80");
    assertEquals("::1", config.listenHost());
    assertEquals(80, config.listenPort());
  }

  @Test
  void everythingThatIsWrongIsTold() {
    assertEquals(
        List.of(
            "ORLOP_APPVIEW_LISTEN: must be an address, a colon and a port, such as :5000",
            "ORLOP_APPVIEW_DEFAULT_HOLD: must be a DID, or a URL",
            "ORLOP_APPVIEW_OPEN: must be true or false",
            "ORLOP_APPVIEW_DELIVERY: must be redirect or proxy"),
        faults(
            "ORLOP_APPVIEW_LISTEN", "5000",
            "ORLOP_APPVIEW_DEFAULT_HOLD", "my hold",
            "ORLOP_APPVIEW_OPEN", "perhaps",
            "ORLOP_APPVIEW_DELIVERY", "pigeon"));
  }

  @Test
  void limitsCanBeMovedAndTakenAway() {
    AppViewConfig.Limits limits =
        read("ORLOP_APPVIEW_LIMIT_ADDRESS", "7", "ORLOP_APPVIEW_LIMIT_ACCOUNT", "0").limits();
    assertEquals(Optional.of(new RateLimit(7, Duration.ofMinutes(5))), limits.address());
    assertEquals(Optional.empty(), limits.account());
    assertEquals(Optional.of(new RateLimit(600, Duration.ofMinutes(5))), limits.signIn());
    assertEquals(
        List.of("ORLOP_APPVIEW_LIMIT_ADDRESS: must not be negative"),
        faults("ORLOP_APPVIEW_LIMIT_ADDRESS", "-1"));
  }

  @Test
  void aCacheMayBeSharedAndItsPasswordIsNotRepeated() {
    AppViewConfig config = read("ORLOP_APPVIEW_CACHE", "redis://:secret@cache:7000/1");
    assertEquals("redis://cache:7000/1", config.sharedCache().orElseThrow().toString());
    assertFalse(config.toString().contains("secret"));
    String faults = faults("ORLOP_APPVIEW_CACHE", "redis://:sec ret@cache").toString();
    assertTrue(faults.startsWith("[ORLOP_APPVIEW_CACHE: must be redis://"), faults);
    assertFalse(faults.contains("sec ret"), faults);
  }

  @Test
  void whoListensOnAnyFreePortMustSayWhereClientsGo() {
    assertEquals(
        List.of("ORLOP_APPVIEW_BASE_URL: must be said where any free port is listened on"),
        faults("ORLOP_APPVIEW_LISTEN", "127.0.0.1:0"));
  }
}
