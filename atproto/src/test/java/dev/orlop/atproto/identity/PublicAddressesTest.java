package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PublicAddressesTest {
  private static final List<String> NOT_PUBLIC =
      List.of(
          "0.0.0.0",
          "0.1.2.3",
          "10.0.0.1",
          "100.64.0.1",
          "100.127.255.255",
          "127.0.0.1",
          "127.255.255.255",
          "169.254.169.254",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.1",
          "192.0.2.1",
          "192.88.99.1",
          "192.168.1.1",
          "198.18.0.1",
          "198.19.255.255",
          "198.51.100.1",
          "203.0.113.1",
          "224.0.0.1",
          "239.255.255.255",
          "240.0.0.1",
          "255.255.255.255",
          "::",
          "::1",
          "::ffff:127.0.0.1",
          "::ffff:10.0.0.1",
          "::127.0.0.1",
          "64:ff9b::7f00:1",
          "64:ff9b::808:808",
          "64:ff9b:1::1",
          "100::1",
          "2001::1",
          "2001:db8::1",
          "2002:7f00:1::",
          "3fff::1",
          "5f00::1",
          "fc00::1",
          "fdff::1",
          "fe80::1",
          "fec0::1",
          "ff02::1");

  private static final List<String> PUBLIC =
      List.of(
          "1.1.1.1",
          "8.8.8.8",
          "9.255.255.255",
          "11.0.0.0",
          "100.63.255.255",
          "100.128.0.0",
          "126.255.255.255",
          "128.0.0.0",
          "172.15.255.255",
          "172.32.0.0",
          "192.167.255.255",
          "198.17.255.255",
          "198.20.0.0",
          "223.255.255.255",
          "::ffff:8.8.8.8",
          "2001:200::1",
          "2606:4700::1111",
          "2a00::1");

  @Test
  void noSpecialPurposeAddressIsPublic() {
    for (String address : NOT_PUBLIC) {
      assertFalse(PublicAddresses.isPublic(InetAddress.ofLiteral(address)), address);
    }
  }

  @Test
  void theNeighboursOfSpecialBlocksArePublic() {
    for (String address : PUBLIC) {
      assertTrue(PublicAddresses.isPublic(InetAddress.ofLiteral(address)), address);
    }
  }

  @Test
  void developmentOpensLoopbackAndNothingElse() {
    for (String address : NOT_PUBLIC) {
      InetAddress parsed = InetAddress.ofLiteral(address);
      assertEquals(parsed.isLoopbackAddress(), NetworkPolicy.DEVELOPMENT.allows(parsed), address);
      assertFalse(NetworkPolicy.PUBLIC_ONLY.allows(parsed), address);
    }
  }

  @Test
  void onlyHttpsOnItsOwnPortIsFetchedFromThePublic() {
    assertTrue(allowed(NetworkPolicy.PUBLIC_ONLY, "https://a.example/x?y"));
    assertTrue(allowed(NetworkPolicy.PUBLIC_ONLY, "https://a.example:443/"));
    for (String bad :
        List.of(
            "http://a.example/",
            "https://a.example:8443/",
            "https://user@a.example/",
            "ftp://a.example/",
            "file:///etc/passwd",
            "/relative")) {
      assertFalse(allowed(NetworkPolicy.PUBLIC_ONLY, bad), bad);
    }
  }

  @Test
  void developmentOpensHttpAndPorts() {
    assertTrue(allowed(NetworkPolicy.DEVELOPMENT, "http://alice.test:8080/"));
    assertFalse(allowed(NetworkPolicy.DEVELOPMENT, "gopher://alice.test/"));
    assertTrue(NetworkPolicy.DEVELOPMENT.isLocalName("Alice.TEST"));
    assertTrue(NetworkPolicy.DEVELOPMENT.isLocalName("a.localhost"));
    assertFalse(NetworkPolicy.DEVELOPMENT.isLocalName("attest"));
    assertFalse(NetworkPolicy.PUBLIC_ONLY.isLocalName("alice.test"));
  }

  private static boolean allowed(NetworkPolicy policy, String uri) {
    return policy.objection(URI.create(uri)).isEmpty();
  }
}
