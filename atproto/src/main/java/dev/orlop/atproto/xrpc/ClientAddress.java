package dev.orlop.atproto.xrpc;

import io.helidon.common.socket.PeerInfo;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;

/** The one place that says from which address somebody comes, by which all limits count. */
public final class ClientAddress {
  private static final int IPV6_NETWORK_BYTES = 8;

  private ClientAddress() {}

  /**
   * The address, or the network of IPv6, of whoever sent {@code headers} over the connection of
   * {@code peer}.
   */
  public static String of(PeerInfo peer, Headers headers, TrustedProxies proxies) {
    if (!(peer.address() instanceof InetSocketAddress address) || address.getAddress() == null) {
      return peer.host();
    }
    List<String> forwarded =
        headers.contains(HeaderNames.X_FORWARDED_FOR)
            ? headers.get(HeaderNames.X_FORWARDED_FOR).allValues()
            : List.of();
    return network(proxies.client(address.getAddress(), forwarded));
  }

  /** One customer is given a whole /64 of IPv6, and could come from another address each time. */
  static String network(InetAddress client) {
    if (!(client instanceof Inet6Address)) {
      return client.getHostAddress();
    }
    byte[] bytes = client.getAddress();
    return HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
  }
}
