package dev.orlop.hold.app;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A hold on a free port of 127.0.0.1, and plain requests to it. */
final class RunningHold implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final HoldServer server;

  RunningHold(Path folder) {
    HoldConfig config =
        new HoldConfig(
            folder,
            URI.create("https://hold.example.com"),
            "127.0.0.1",
            0,
            URI.create("http://127.0.0.1:1"),
            List.of(),
            true,
            80,
            false,
            false);
    try {
      server = HoldServer.start(config, Clock.systemUTC(), "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HoldServer server() {
    return server;
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path).GET().build());
  }

  /** The JSON object that a GET answers with. */
  DataMap json(String path) {
    return DataJson.parse(get(path).body(), JsonLimits.DOCUMENT);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
