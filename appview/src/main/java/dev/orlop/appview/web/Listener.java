package dev.orlop.appview.web;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.net.StandardSocketOptions;

/** How the web server listens for a registry. */
public final class Listener {
  /**
   * The receive buffer of the listening socket, in bytes. The web server's own default, 4096, makes
   * uploads seven times slower.
   */
  private static final int RECEIVE_BUFFER = 1 << 20;

  /** The longest request line, in bytes: a manifest may be pushed under a hundred tags. */
  private static final int MAX_PROLOGUE = 16 << 10;

  /** The longest header block, in bytes: tokens that grant much are long. */
  private static final int MAX_HEADERS = 32 << 10;

  /** What streams gather before they go to the socket, in bytes. */
  private static final int WRITE_BUFFER = 64 << 10;

  private Listener() {}

  /**
   * A web server without routing.
   *
   * @param port 0 for a free one
   * @param maxBlobBytes the largest blob that comes in one request
   */
  public static WebServerConfig.Builder builder(String host, int port, long maxBlobBytes) {
    return WebServer.builder()
        .host(host)
        .port(port)
        .putListenerSocketOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER)
        .writeBufferSize(WRITE_BUFFER)
        // A little more than any endpoint takes, so that the endpoint's own refusal is heard.
        .maxPayloadSize(maxBlobBytes + (1 << 20))
        .addConnectionSelector(
            Http1ConnectionSelector.builder()
                .config(
                    Http1Config.builder()
                        .maxPrologueLength(MAX_PROLOGUE)
                        .maxHeadersSize(MAX_HEADERS)
                        .build())
                .build())
        .shutdownHook(false);
  }
}
