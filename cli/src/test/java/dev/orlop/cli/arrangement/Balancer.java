package dev.orlop.cli.arrangement;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer: passes each connection on to the next server that answers. One that does not is
 * left out until it does, and its connections are cut, as those that operators run do it.
 */
final class Balancer implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A server behind it. */
  private static final class Backend {
    private final URI health;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean healthy;

    Backend(URI health) {
      this.health = health;
    }

    InetSocketAddress address() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), health.getPort());
    }

    void cut() {
      open.forEach(Balancer::closeQuietly);
    }
  }

  private final ServerSocket listening;
  private final List<Backend> backends = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean closed;

  /** Listens; there is nobody behind it yet. */
  Balancer() throws IOException {
    listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread unused = Thread.ofVirtual().name("balancer").start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Puts servers behind it, by where they say that they are well. */
  void put(List<URI> healths) {
    for (URI health : healths) {
      Backend backend = new Backend(health);
      backends.add(backend);
      Thread unused = Thread.ofVirtual().name("health").start(() -> look(backend));
    }
  }

  private void look(Backend backend) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!closed) {
        boolean answers = Server.answers(http, backend.health);
        backend.healthy = answers;
        if (!answers) {
          backend.cut();
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns when all servers behind it are well. */
  void awaitAll() throws InterruptedException {
    while (!backends.stream().allMatch(backend -> backend.healthy)) {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listening.accept();
        Thread unused = Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException _) {
        // It is closed, or somebody hung up at once.
      }
    }
  }

  private void serve(Socket client) {
    for (int tries = 0; tries < backends.size(); tries++) {
      Backend backend = backends.get(Math.floorMod(turn.getAndIncrement(), backends.size()));
      if (backend.healthy) {
        try (Socket server = new Socket()) {
          server.connect(backend.address(), 1000);
          pass(client, server, backend);
          return;
        } catch (IOException _) {
          // The next one, then.
        }
      }
    }
    closeQuietly(client);
  }

  private static void pass(Socket client, Socket server, Backend backend) throws IOException {
    backend.open.add(server);
    try (client) {
      Thread up = Thread.ofVirtual().start(() -> copy(client, server));
      copy(server, client);
      closeQuietly(client);
      up.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      backend.open.remove(server);
    }
  }

  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One of the two hung up.
    } finally {
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone in any case.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listening.close();
    backends.forEach(Backend::cut);
  }
}
