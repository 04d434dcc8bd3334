package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.parse("127.0.0.1, 10.0.0.0/8 ,2001:db8::/33");

  private static String client(String peer, String... forwarded) {
    return PROXIES.client(InetAddress.ofLiteral(peer), List.of(forwarded)).getHostAddress();
  }

  @Test
  void aHeaderFromAPeerThatIsNotTrustedIsIgnored() {
    assertEquals("192.0.2.7", client("192.0.2.7", "198.51.100.1"));
    assertEquals(
        "127.0.0.1",
        TrustedProxies.NONE
            .client(InetAddress.ofLiteral("127.0.0.1"), List.of("198.51.100.1"))
            .getHostAddress());
  }

  @Test
  void theLastHopThatIsNotTrustedIsTheClientWhateverStandsBeforeIt() {
    assertEquals("198.51.100.1", client("127.0.0.1", "198.51.100.1"));
    assertEquals("198.51.100.1", client("127.0.0.1", "203.0.113.5, 198.51.100.1"));
    assertEquals("198.51.100.1", client("127.0.0.1", "10.0.0.1,198.51.100.1"));
  }

  @Test
  void aChainOfTrustedOnesIsFollowedOverSeveralHeadersToo() {
    assertEquals("198.51.100.1", client("127.0.0.1", "203.0.113.5, 198.51.100.1, 10.9.8.7"));
    assertEquals("198.51.100.1", client("127.0.0.1", "198.51.100.1", "10.9.8.7"));
    assertEquals("10.1.1.1", client("127.0.0.1", "10.1.1.1, 10.9.8.7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "",
        " ",
        ",",
        "example.com",
        "256.1.1.1",
        "1.2.3",
        "7",
        "0x7f.0.0.1",
        "[2001:db8::1",
        "fe80::1%eth0",
        "_hidden",
        "198.51.100.1;drop"
      })
  void garbageIsIgnoredAndWhoeverPassedItOnCounts(String garbage) {
    assertEquals("127.0.0.1", client("127.0.0.1", garbage));
    assertEquals("127.0.0.1", client("127.0.0.1", "198.51.100.1," + garbage));
    assertEquals("10.0.0.3", client("127.0.0.1", "198.51.100.1," + garbage + ",10.0.0.3"));
  }

  @Test
  void addressesMayHavePortsAndBeOfBothKinds() {
    assertEquals("198.51.100.1", client("127.0.0.1", "198.51.100.1:4711"));
    assertEquals("2001:db8:8000:0:0:0:0:1", client("127.0.0.1", "[2001:db8:8000::1]:4711"));
    assertEquals("198.51.100.1", client("2001:db8:7fff::1", "::ffff:198.51.100.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "2001::/129", "x"})
  void whatIsNoAddressIsNotConfigured(String text) {
    assertThrows(IllegalArgumentException.class, () -> TrustedProxies.parse(text));
  }
}
