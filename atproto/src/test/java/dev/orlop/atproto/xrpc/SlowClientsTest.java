package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.xrpc.SlowClients.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowClientsTest {
  private static final Patience SHORT = new Patience(Duration.ofMillis(300), 1 << 20);

  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      client = new Socket(listening.getInetAddress(), listening.getLocalPort());
      server = listening.accept();
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    server.close();
  }

  /** What came of the work, and whether its thread was left alone when it went on. */
  private record Outcome<T>(T value, boolean wasInterrupted) {}

  /** As the web server handles requests. */
  private static <T> Outcome<T> onVirtualThread(Callable<T> work) throws Exception {
    FutureTask<Outcome<T>> task =
        new FutureTask<>(() -> new Outcome<>(work.call(), Thread.currentThread().isInterrupted()));
    Thread.ofVirtual().start(task);
    return task.get();
  }

  private SocketTimeoutException slow(Callable<?> step) {
    return assertThrows(SocketTimeoutException.class, step::call);
  }

  @Test
  void aClientThatSendsNothingIsGivenUp() throws Exception {
    Outcome<SocketTimeoutException> outcome =
        onVirtualThread(
            () -> {
              InputStream in = SlowClients.patient(server.getInputStream(), SHORT);
              return slow(in::read);
            });
    assertFalse(outcome.wasInterrupted(), "what comes after is not interrupted");
    assertTrue(GoneClient.isIn(outcome.value()));
    assertEquals(-1, client.getInputStream().read(), "the connection is closed");
  }

  @Test
  void aClientThatTakesNothingIsGivenUp() throws Exception {
    Outcome<SocketTimeoutException> outcome =
        onVirtualThread(
            () -> {
              OutputStream out = SlowClients.patient(server.getOutputStream(), SHORT);
              byte[] much = new byte[64 << 20];
              return slow(
                  () -> {
                    out.write(much);
                    return null;
                  });
            });
    assertFalse(outcome.wasInterrupted());
  }

  @Test
  void aTrickleIsGivenUpThoughItNeverStops() throws Exception {
    Thread trickle =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (true) {
                      client.getOutputStream().write(1);
                      Thread.sleep(20);
                    }
                  } catch (IOException | InterruptedException e) {
                    // the server has hung up
                  }
                });
    Outcome<SocketTimeoutException> outcome =
        onVirtualThread(
            () -> {
              InputStream in = SlowClients.patient(server.getInputStream(), SHORT);
              return slow(
                  () -> {
                    while (in.read() >= 0) {}
                    return null;
                  });
            });
    assertFalse(outcome.wasInterrupted());
    trickle.join();
  }

  @Test
  void whoGetsOnMayTakeLong() {
    Patience minute = new Patience(Duration.ofMinutes(1), 1024);
    long second = 1_000_000_000;
    assertEquals(60 * second, minute.left(0, 0));
    assertEquals(10 * second, minute.left(0, 50 * second), "a minute in all for nothing");
    assertEquals(60 * second, minute.left(50 << 10, 50 * second), "a second more for a KiB");
    assertEquals(60 * second, minute.left(1 << 30, 3600 * second), "never silent for longer");
    assertTrue(minute.left(100 << 10, 161 * second) < 0);
  }
}
