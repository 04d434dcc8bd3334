package dev.orlop.atproto.xrpc;

import com.sun.management.UnixOperatingSystemMXBean;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.Http1ConnectionSelectorConfig;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;

/** How the web server listens, for all servers of the house. */
public final class WebListener {
  /**
   * The receive buffer of the listening socket, in bytes. The web server's own default, 4096, makes
   * uploads seven times slower.
   */
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** What streams gather before they go to the socket, in bytes. */
  private static final int WRITE_BUFFER = 64 << 10;

  /** By how much a body may be larger than any endpoint takes, so that its own refusal is heard. */
  private static final int REFUSAL_ROOM = 1 << 20;

  /** After which a connection without a request is closed, and how often it is looked for such. */
  private static final Duration IDLE = Duration.ofSeconds(150);

  private static final Duration LOOK = Duration.ofSeconds(30);

  /**
   * Connections at once; whoever comes then waits to be let in. A server that runs out of file
   * descriptors stops listening for good.
   */
  private static final long MAX_CONNECTIONS = 10_000;

  /** How long requests may take to end once the server is to stop. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private WebListener() {}

  /**
   * How long requests may be, each in bytes.
   *
   * @param line the first line, with the query
   * @param headers all of them
   * @param body the longest that any endpoint takes
   */
  public record Limits(int line, int headers, long body) {}

  /**
   * A web server without routing.
   *
   * @param port 0 for a free one
   * @param upgraders to other protocols
   */
  public static WebServerConfig.Builder builder(
      String host, int port, Limits limits, List<Http1Upgrader> upgraders) {
    return builder(host, port, limits, upgraders, PeerLimit.NONE);
  }

  /**
   * The same.
   *
   * @param peers how many connections each peer may have
   */
  public static WebServerConfig.Builder builder(
      String host, int port, Limits limits, List<Http1Upgrader> upgraders, PeerLimit peers) {
    Http1ConnectionSelectorConfig.Builder http =
        Http1ConnectionSelector.builder()
            .config(
                Http1Config.builder()
                    .maxPrologueLength(limits.line())
                    .maxHeadersSize(limits.headers())
                    .build());
    upgraders.forEach(http::addUpgrader);
    return WebServer.builder()
        .host(host)
        .port(port)
        .putListenerSocketOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER)
        .writeBufferSize(WRITE_BUFFER)
        .idleConnectionTimeout(IDLE)
        .idleConnectionPeriod(LOOK)
        .maxTcpConnections(maxConnections())
        .shutdownGracePeriod(GRACE)
        .maxPayloadSize(limits.body() + REFUSAL_ROOM)
        .addConnectionSelector(peers.over(http.build()))
        .shutdownHook(false);
  }

  /** Half of the file descriptors that the process may have, if that is less. */
  private static int maxConnections() {
    long descriptors =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return (int) Math.min(MAX_CONNECTIONS, descriptors / 2);
  }

  /**
   * Starts a server. One that cannot listen only logs that by itself, and goes on as one that does
   * not run.
   *
   * @throws UncheckedIOException of a {@link BindException} if it cannot listen, as where somebody
   *     else does
   */
  public static WebServer start(WebServer server) {
    WebServer started = server.start();
    if (!started.isRunning()) {
      String where = server.prototype().host() + ":" + server.prototype().port();
      throw new UncheckedIOException(new BindException("cannot listen on " + where));
    }
    return started;
  }
}
