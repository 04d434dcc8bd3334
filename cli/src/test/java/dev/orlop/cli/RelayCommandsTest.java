package dev.orlop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orlop.car.cbor.DataMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** orlop relay, with a relay that knows one host. */
class RelayCommandsTest {
  @TempDir Path directory;
  private final List<String> crawled = new CopyOnWriteArrayList<>();
  private HttpServer relay;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    relay.createContext(
        "/xrpc/com.atproto.sync.requestCrawl",
        exchange -> {
          crawled.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          answer(exchange, 200, "");
        });
    relay.createContext(
        "/xrpc/com.atproto.sync.getHostStatus",
        exchange ->
            answer(
                exchange,
                crawled.isEmpty() ? 400 : 200,
                crawled.isEmpty()
                    ? "{\"error\":\"HostNotFound\"}"
                    : "{\"hostname\":\"hold.example.com\",\"seq\":5,\"status\":\"idle\"}"));
    relay.start();
    shell = new Shell(directory);
    orlop(
            "init --dir hold --public-url https://hold.example.com"
                + " --owner did:plc:ewvi7nxzyoun6zhxrhs64oiz")
        .expect(0);
  }

  @AfterEach
  void stop() {
    relay.stop(0);
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Shell.Outcome orlop(String line) {
    return shell.run(line.split(" "));
  }

  private String address() {
    return "http://127.0.0.1:" + relay.getAddress().getPort();
  }

  @Test
  void aRelayOnTheListIsAskedToFollowAndSaysHowFarItCame() {
    orlop("relay crawl --dir hold").expect(3);
    orlop("relay add --dir hold " + address()).expect(0);
    assertTrue(orlop("relay status --dir hold").expect(0).out().contains("never heard"));
    orlop("relay crawl --dir hold").expect(0);
    assertEquals(List.of("{\"hostname\":\"hold.example.com\"}"), crawled);
    DataMap status = orlop("relay status --dir hold -o json").expect(0).json();
    DataMap line = (DataMap) status.array("relays").orElseThrow().getFirst();
    assertEquals("idle", line.text("status").orElseThrow());
    assertEquals(5, line.integer("seq").orElseThrow());
    orlop("relay rm --dir hold " + address()).expect(0);
    assertEquals("", orlop("relay list --dir hold").expect(0).out());
  }

  @Test
  void theOperatorHasTheNetworkToldAgain() {
    DataMap told = orlop("relay bump --dir hold -o json").expect(0).json();
    assertEquals(1, told.integer("told").orElseThrow());
    orlop("relay bump --dir hold --did did:web:hold.example.com").expect(0);
    orlop("relay bump --dir hold --did did:web:other.example.com").expect(3);
  }
}
