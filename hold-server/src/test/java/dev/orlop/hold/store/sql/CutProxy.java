package dev.orlop.hold.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a program and its database, and cuts connections when a test says so. */
public final class CutProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final URI server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;
  private volatile boolean swallowing;
  private final AtomicBoolean swallowingOne = new AtomicBoolean();
  private final AtomicLong questions = new AtomicLong();

  /** In front of a database. */
  public CutProxy(DatabaseSettings database) {
    this.server = URI.create(database.url().substring("jdbc:".length()));
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The same database, by way of this. */
  public DatabaseSettings settings(DatabaseSettings database) {
    String url =
        database
            .url()
            .replace(
                server.getHost() + ":" + server.getPort(), "127.0.0.1:" + listener.getLocalPort());
    return new DatabaseSettings(url, database.user(), database.password(), database.connections())
        .withPatience(Duration.ofMillis(500));
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket there = new Socket(server.getHost(), server.getPort());
        open.add(client);
        open.add(there);
        Thread.ofVirtual().start(() -> pump(client, there, false));
        Thread.ofVirtual().start(() -> pump(there, client, true));
      } catch (IOException _) {
        // Closed, or the server is away.
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read;
      while ((read = in.read(buffer)) >= 0) {
        if (!answers) {
          questions.incrementAndGet();
        }
        if (answers && (swallowing || swallowingOne.getAndSet(false))) {
          return;
        }
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException _) {
      // Cut.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** How often the database was asked anything, each time with one answer to wait for. */
  public long questions() {
    return questions.get();
  }

  /** Cuts all connections that there are. */
  public void cut() {
    open.forEach(CutProxy::close);
  }

  /** Lets what is asked through, and cuts a connection instead of handing its answer back. */
  public void swallowAnswers() {
    swallowing = true;
  }

  /** The same for the next answer alone. */
  public void swallowOneAnswer() {
    swallowingOne.set(true);
  }

  /** Takes no new connections. */
  public void refuse() {
    refusing = true;
  }

  /** Is there again for all. */
  public void mend() {
    swallowing = false;
    refusing = false;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
