package dev.orlop.atproto.xrpc;

import io.helidon.webserver.WebServer;
import java.io.UncheckedIOException;
import java.net.BindException;

/** Starts web servers. */
public final class WebStart {
  private WebStart() {}

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
