package dev.orlop.atproto.identity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on 127.0.0.1 that answers each connection as the test says, well or badly. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final int answersOnAConnection;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** Answers one request. */
  @FunctionalInterface
  interface Script {
    /** Writes the answer to the request whose first line and headers are {@code head}. */
    void answer(String head, OutputStream out) throws Exception;
  }

  ScriptedServer(Script script) {
    this(ServerSocketFactory.getDefault(), script);
  }

  ScriptedServer(ServerSocketFactory sockets, Script script) {
    this(sockets, 1, script);
  }

  /** Hangs up after so many answers. */
  ScriptedServer(ServerSocketFactory sockets, int answersOnAConnection, Script script) {
    this.script = script;
    this.answersOnAConnection = answersOnAConnection;
    try {
      listener = sockets.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Always gives this answer, its lines ended as HTTP wants them. */
  static ScriptedServer answering(String... lines) {
    return new ScriptedServer((_, out) -> out.write(text(lines)));
  }

  static byte[] text(String... lines) {
    return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A 200 answer with this body. */
  static byte[] ok(String body) {
    return text(
        "HTTP/1.1 200 OK",
        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
        "",
        body);
  }

  int port() {
    return listener.getLocalPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  List<String> requests() {
    return requests;
  }

  /** How often somebody has connected. */
  int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket accepted) {
    try (Socket socket = accepted) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (int i = 0; i < answersOnAConnection; i++) {
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          head.append(line).append('\n');
        }
        if (head.isEmpty()) {
          return;
        }
        requests.add(head.toString());
        script.answer(head.toString(), socket.getOutputStream());
      }
    } catch (Exception _) {
      // the client is free to leave
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
