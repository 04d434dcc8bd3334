package dev.orlop.atproto.xrpc;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A real web server with a router on it, on 127.0.0.1. */
final class TestServer implements AutoCloseable {
  private final WebServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  TestServer(XrpcRouter router) {
    HttpRouting.Builder routing = HttpRouting.builder();
    router.routing(routing);
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .addRouting(routing)
            .build()
            .start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base().resolve(path));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends lines as they are and returns all that comes back until the server closes. */
  String raw(String... lines) {
    String request = String.join("\r\n", lines) + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.stop();
  }
}
