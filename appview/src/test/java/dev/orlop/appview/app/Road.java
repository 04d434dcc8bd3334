package dev.orlop.appview.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** The way to a server, on which something may happen to requests and to answers. */
final class Road implements AutoCloseable {
  /** What is about one connection, and so not carried on. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "transfer-encoding", "host", "upgrade", "expect");

  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<URI> target = new AtomicReference<>(URI.create("http://none.test"));
  private volatile Trouble trouble = Trouble.NONE;

  /** What happens to a request, and to the bytes of its answer. */
  private record Trouble(boolean cut, boolean silent, String path, int flipped, int missing) {
    static final Trouble NONE = new Trouble(false, false, "", 0, 0);
    static final Trouble CUT = new Trouble(true, false, "", 0, 0);
    static final Trouble SILENT = new Trouble(false, true, "", 0, 0);

    boolean meets(HttpExchange exchange) {
      return !path.isEmpty() && exchange.getRequestURI().getPath().endsWith(path);
    }
  }

  Road() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::carry);
    server.start();
  }

  /** Leads there from now on; returns where it begins. */
  URI to(URI place) {
    target.set(place);
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Nobody gets through. */
  void cut() {
    trouble = Trouble.CUT;
  }

  /** Requests are taken, and never answered. */
  void silence() {
    trouble = Trouble.SILENT;
  }

  /** A bit of every answer to such requests is another one. */
  void alter(String path) {
    trouble = new Trouble(false, false, path, 1, 0);
  }

  /** Answers to such requests are shorter by so many bytes, and say so. */
  void shorten(String path, int missing) {
    trouble = new Trouble(false, false, path, 0, missing);
  }

  void mend() {
    trouble = Trouble.NONE;
  }

  private void carry(HttpExchange exchange) throws IOException {
    Trouble now = trouble;
    try (exchange) {
      if (now.silent()) {
        closed.await();
      }
      if (now.cut() || now.silent()) {
        return;
      }
      HttpResponse<byte[]> answer = http.send(request(exchange), BodyHandlers.ofByteArray());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OWN.contains(name)) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      if (exchange.getRequestMethod().equals("HEAD")) {
        answer
            .headers()
            .firstValue("content-length")
            .ifPresent(size -> exchange.getResponseHeaders().set("Content-Length", size));
        exchange.sendResponseHeaders(answer.statusCode(), -1);
        return;
      }
      byte[] body = answer.body();
      if (now.meets(exchange) && body.length > 0) {
        body[body.length / 2] ^= (byte) now.flipped();
        body = Arrays.copyOf(body, body.length - now.missing());
      }
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      try (InputStream in = new ByteArrayInputStream(body)) {
        in.transferTo(exchange.getResponseBody());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.get().resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    http.close();
  }
}
