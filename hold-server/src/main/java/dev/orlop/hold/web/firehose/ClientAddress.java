package dev.orlop.hold.web.firehose;

import dev.orlop.hold.access.TrustedProxies;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.InetSocketAddress;
import java.util.List;

/** The one place that says from which address somebody comes, by which all limits count. */
public final class ClientAddress {
  private ClientAddress() {}

  /** The address of whoever sent {@code headers} over the connection of {@code peer}. */
  public static String of(PeerInfo peer, Headers headers, TrustedProxies proxies) {
    if (!(peer.address() instanceof InetSocketAddress address) || address.getAddress() == null) {
      return peer.host();
    }
    List<String> forwarded =
        headers.contains(HeaderNames.X_FORWARDED_FOR)
            ? headers.get(HeaderNames.X_FORWARDED_FOR).allValues()
            : List.of();
    return proxies.client(address.getAddress(), forwarded).getHostAddress();
  }
}
