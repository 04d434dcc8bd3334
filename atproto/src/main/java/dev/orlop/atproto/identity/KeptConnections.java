package dev.orlop.atproto.identity;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Connections on which an answer has come to its end, for the next request to the same server: who
 * looks up an image asks one server three times, and each greeting costs two journeys or more.
 *
 * <p>They are kept for less time than a name may stay at an address, and lead where was checked
 * when they were made. Safe for use by several threads.
 */
final class KeptConnections {
  private static final Duration LIFE = Duration.ofSeconds(10);
  private static final int MAX_OF_ONE = 8;
  private static final int MAX = 128;

  /** A server, as its addresses name it. */
  record Origin(boolean secure, String host, int port) {
    static Origin of(boolean secure, String host, int port) {
      return new Origin(secure, host.toLowerCase(Locale.ROOT), port);
    }
  }

  /** A connection to a server, with what was read of it already. */
  static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private long restsSince;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    InputStream in() {
      return in;
    }

    /** Sends a request, and gives its answer so long to go on. */
    void send(byte[] request, Duration patience) throws IOException {
      socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
    }

    /** Whether something of an answer is there; not so when the server has hung up meanwhile. */
    boolean awaitAnswer() throws IOException {
      in.mark(1);
      if (in.read() < 0) {
        return false;
      }
      in.reset();
      return true;
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException _) {
        // It is of no use in any case.
      }
    }
  }

  // Guarded by this; the newest last.
  private final Map<Origin, Deque<Connection>> resting = new HashMap<>();
  private int count;

  /** A connection that rests, and does no more. */
  Optional<Connection> take(Origin origin) {
    List<Connection> old = new ArrayList<>();
    try {
      synchronized (this) {
        dropOld(old);
        Deque<Connection> some = resting.get(origin);
        if (some == null) {
          return Optional.empty();
        }
        Connection newest = some.removeLast();
        count--;
        if (some.isEmpty()) {
          resting.remove(origin);
        }
        return Optional.of(newest);
      }
    } finally {
      old.forEach(Connection::close);
    }
  }

  /** Lets a connection rest, or closes it if there are enough. */
  void keep(Origin origin, Connection connection) {
    List<Connection> old = new ArrayList<>();
    connection.restsSince = System.nanoTime();
    synchronized (this) {
      dropOld(old);
      Deque<Connection> some = resting.computeIfAbsent(origin, _ -> new ArrayDeque<>());
      if (count < MAX && some.size() < MAX_OF_ONE) {
        some.addLast(connection);
        count++;
      } else {
        old.add(connection);
      }
      if (some.isEmpty()) {
        resting.remove(origin);
      }
    }
    old.forEach(Connection::close);
  }

  private void dropOld(List<Connection> dropped) {
    long oldest = System.nanoTime() - LIFE.toNanos();
    resting
        .values()
        .removeIf(
            some -> {
              while (!some.isEmpty() && some.getFirst().restsSince - oldest < 0) {
                dropped.add(some.removeFirst());
                count--;
              }
              return some.isEmpty();
            });
  }
}
