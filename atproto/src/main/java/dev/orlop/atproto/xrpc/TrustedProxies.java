package dev.orlop.atproto.xrpc;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose word on where a call comes from is taken. Anybody can write {@code X-Forwarded-For}; each
 * proxy adds at its end the address that it was called from, so it is read from the end, as far as
 * those go who are trusted.
 *
 * @param ranges of their addresses; nobody is trusted who is not in one, the own machine neither
 */
public record TrustedProxies(List<Range> ranges) {
  /** Nobody's word is taken. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** Copies the list. */
  public TrustedProxies {
    ranges = List.copyOf(ranges);
  }

  /**
   * All addresses that begin like one.
   *
   * @param bits how many bits of it count
   */
  public record Range(InetAddress start, int bits) {
    private static Range parse(String text) {
      int slash = text.indexOf('/');
      Optional<InetAddress> start = literal(slash < 0 ? text : text.substring(0, slash));
      int most = start.map(address -> address.getAddress().length * 8).orElse(0);
      int bits = slash < 0 ? most : number(text.substring(slash + 1));
      if (start.isEmpty() || bits < 0 || bits > most) {
        throw new IllegalArgumentException(
            "must be IP addresses, or such as 10.0.0.0/8, with commas between");
      }
      return new Range(start.get(), bits);
    }

    private static int number(String digits) {
      return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    private boolean has(InetAddress address) {
      byte[] wanted = start.getAddress();
      byte[] given = address.getAddress();
      if (wanted.length != given.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((wanted[bit / 8] ^ given[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads addresses and ranges with commas between; nobody if there are none.
   *
   * @throws IllegalArgumentException if something else stands there
   */
  public static TrustedProxies parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        ranges.add(Range.parse(part.strip()));
      }
    }
    return new TrustedProxies(ranges);
  }

  /**
   * Where a call comes from.
   *
   * @param peer who is connected
   * @param forwardedFor the values of all headers {@code X-Forwarded-For}, in their order
   * @return the last address on the way that is not a trusted proxy's; where something stands that
   *     is no address, whoever passed it on
   */
  public InetAddress client(InetAddress peer, List<String> forwardedFor) {
    if (!has(peer)) {
      return peer;
    }
    List<String> hops = List.of(String.join(",", forwardedFor).split(",", -1));
    InetAddress client = peer;
    for (String hop : hops.reversed()) {
      Optional<InetAddress> before = literal(withoutPort(hop.strip()));
      if (before.isEmpty()) {
        return client;
      }
      client = before.get();
      if (!has(client)) {
        return client;
      }
    }
    return client;
  }

  boolean has(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.has(address));
  }

  /** Some proxies add the port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  /** An address as it is written; names are not looked up. */
  private static Optional<InetAddress> literal(String text) {
    boolean whole = text.indexOf(':') >= 0 || text.matches("[0-9]+(\\.[0-9]+){3}");
    if (!whole || text.indexOf('%') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
