package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HostGuardTest {
  private static HostGuard guard(NetworkPolicy policy, String... addresses) {
    return new HostGuard(
        policy,
        host -> {
          if (addresses.length == 0) {
            throw new UnknownHostException(host);
          }
          return List.of(addresses).stream().map(HostGuardTest::address).toList();
        });
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static Optional<String> objection(String uri, String... addresses) {
    return guard(NetworkPolicy.PUBLIC_ONLY, addresses).objection(URI.create(uri));
  }

  @Test
  void aPublicHostMayBeCalled() {
    assertEquals(Optional.empty(), objection("https://hold.test/xrpc/x?y", "93.184.216.34"));
  }

  @Test
  void oneAddressInsideIsEnoughToObject() {
    for (String inside : List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1")) {
      assertTrue(objection("https://hold.test/", "93.184.216.34", inside).isPresent(), inside);
    }
  }

  @Test
  void whatIsNoWebAddressOrHasNoHostIsObjectedTo() {
    for (String uri : List.of("http://hold.test/", "file:///etc/passwd", "https://hold.test:22/")) {
      assertTrue(objection(uri, "93.184.216.34").isPresent(), uri);
    }
    assertTrue(objection("https://nobody.test/").isPresent());
  }

  @Test
  void inDevelopmentThisMachineMayBeCalled() {
    assertEquals(
        Optional.empty(),
        guard(NetworkPolicy.DEVELOPMENT, "127.0.0.1")
            .objection(URI.create("http://localhost:5080/")));
  }
}
