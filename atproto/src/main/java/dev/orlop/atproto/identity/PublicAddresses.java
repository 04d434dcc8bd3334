package dev.orlop.atproto.identity;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the public internet from all others (the IANA special-purpose registries). For
 * IPv6 the question is turned round: only global unicast, 2000::/3, and of that nothing that wraps
 * an IPv4 address, is public. So loopback, link-local, unique-local, multicast, NAT64
 * (64:ff9b::/96) and mapped addresses need no line of their own.
 */
final class PublicAddresses {
  /** First address, then prefix length in bits. */
  private static final long[][] SPECIAL_IPV4 = {
    {0x00000000L, 8}, // "this network"
    {0x0a000000L, 8}, // private
    {0x64400000L, 10}, // carrier-grade NAT
    {0x7f000000L, 8}, // loopback
    {0xa9fe0000L, 16}, // link-local, where clouds keep their metadata
    {0xac100000L, 12}, // private
    {0xc0000000L, 24}, // IETF protocols
    {0xc0000200L, 24}, // documentation
    {0xc0586300L, 24}, // 6to4 relays
    {0xc0a80000L, 16}, // private
    {0xc6120000L, 15}, // benchmarks
    {0xc6336400L, 24}, // documentation
    {0xcb007100L, 24}, // documentation
    {0xe0000000L, 4}, // multicast
    {0xf0000000L, 4}, // reserved, broadcast
  };

  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    // The JDK makes an Inet4Address of a mapped ::ffff:a.b.c.d by itself.
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicIpv4(bytes) : isPublicIpv6(bytes);
  }

  private static boolean isPublicIpv4(byte[] bytes) {
    long value = number(bytes, 0, 4);
    for (long[] block : SPECIAL_IPV4) {
      if (value >>> (32 - block[1]) == block[0] >>> (32 - block[1])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPublicIpv6(byte[] bytes) {
    if ((bytes[0] & 0xe0) != 0x20) {
      return false;
    }
    long head = number(bytes, 0, 4);
    boolean ietfProtocols = head >>> 9 == 0x20010000L >>> 9; // 2001::/23, Teredo among them
    boolean documentation = head == 0x20010db8L || head >>> 12 == 0x3fff0000L >>> 12;
    boolean sixToFour = head >>> 16 == 0x2002;
    return !ietfProtocols && !documentation && !sixToFour;
  }

  private static long number(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }
}
