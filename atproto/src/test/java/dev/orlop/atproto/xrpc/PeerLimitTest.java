package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helidon.webserver.WebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerLimitTest {
  private static final int MOST = 3;

  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  private static WebServer server(TrustedProxies proxies) {
    WebListener.Limits limits = new WebListener.Limits(1000, 1000, 1000);
    return WebListener.start(
        WebListener.builder("127.0.0.1", 0, limits, List.of(), new PeerLimit(MOST, proxies))
            .routing(routing -> routing.get("/", (_, response) -> response.send("hello")))
            .build());
  }

  /** The status that a new connection gets, which stays open. */
  private int connect(WebServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    open.add(socket);
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String status = in.readLine();
    return Integer.parseInt(status.substring("HTTP/1.1 ".length()).substring(0, 3));
  }

  @Test
  void onePeerHasNotMoreConnectionsThanItMayUntilOneEnds() throws IOException {
    WebServer server = server(TrustedProxies.NONE);
    try {
      for (int i = 0; i < MOST; i++) {
        assertEquals(200, connect(server));
      }
      assertEquals(429, connect(server));
      assertEquals(429, connect(server));
      open.removeFirst().close();
      // The server hears of it in its own time.
      int status = connect(server);
      while (status == 429) {
        status = connect(server);
      }
      assertEquals(200, status);
      assertEquals(429, connect(server));
    } finally {
      server.stop();
    }
  }

  @Test
  void aTrustedProxyIsNotCounted() throws IOException {
    WebServer server = server(TrustedProxies.parse("127.0.0.1"));
    try {
      for (int i = 0; i < 3 * MOST; i++) {
        assertEquals(200, connect(server));
      }
    } finally {
      server.stop();
    }
  }
}
