package dev.orlop.atproto.xrpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections a peer may have open at once, so that one does not take all that there are.
 * A trusted proxy is not counted: many come by way of it. Counted is who has said something; who
 * says nothing is the server's, which has an end to all of them together.
 *
 * @param connections of one address, or of one network of IPv6; zero for any number
 */
public record PeerLimit(int connections, TrustedProxies proxies) {
  /** Nobody is counted. */
  public static final PeerLimit NONE = new PeerLimit(0, TrustedProxies.NONE);

  private static final String BODY =
      "{\"error\":\"RateLimitExceeded\",\"message\":\"Too many connections\"}";

  private static final String REFUSAL =
      """
      HTTP/1.1 429 Too Many Requests\r
      Content-Type: application/json\r
      Content-Length: %d\r
      Retry-After: 10\r
      Connection: close\r
      \r
      %s"""
          .formatted(BODY.length(), BODY);

  /** What counts before it hands a connection on. */
  ServerConnectionSelector over(ServerConnectionSelector next) {
    return connections == 0 ? next : new Counting(this, next, new ConcurrentHashMap<>());
  }

  private Optional<String> name(ConnectionContext context) {
    return context.remotePeer().address() instanceof InetSocketAddress peer
            && peer.getAddress() instanceof InetAddress address
            && !proxies.has(address)
        ? Optional.of(ClientAddress.network(address))
        : Optional.empty();
  }

  /** The connections that are open, by whose they are. */
  private record Counting(PeerLimit limit, ServerConnectionSelector next, Map<String, Integer> open)
      implements ServerConnectionSelector {
    @Override
    public int bytesToIdentifyConnection() {
      return next.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
      return next.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
      return next.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
      Optional<String> name = limit.name(context);
      if (name.isEmpty()) {
        return next.connection(context);
      }
      String peer = name.get();
      if (open.merge(peer, 1, Integer::sum) > limit.connections()) {
        end(peer);
        return new Refused(context);
      }
      return new Counted(next.connection(context), () -> end(peer));
    }

    private void end(String peer) {
      open.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /** One that is taken off when it ends, however it does. */
  private record Counted(ServerConnection connection, Runnable end) implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        connection.handle(limit);
      } finally {
        end.run();
      }
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }

  /** One too many. */
  private record Refused(ConnectionContext context) implements ServerConnection {
    @Override
    public void handle(Limit limit) {
      context.dataWriter().writeNow(BufferData.create(REFUSAL.getBytes(US_ASCII)));
    }

    @Override
    public Duration idleTime() {
      return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
      // It closes itself.
    }
  }
}
