package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A hold that lets the web server before it send the files. */
class AccelTest extends WithHold {
  private static final byte[] LAYER = bytes(5, 300_000);
  private static final byte[] CONFIG = bytes(6, 500);

  @Override
  Map<String, String> settings() {
    return settings("X-Accel-Redirect");
  }

  private static Map<String, String> settings(String header) {
    return Map.of("ORLOP_BLOBS_DELIVERY", "accel", "ORLOP_BLOBS_ACCEL_HEADER", header);
  }

  private static String place(Digest digest) {
    String hex = digest.hex();
    return "docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data";
  }

  @Test
  void theHoldSaysWhereTheFileIsAndSendsNothingItself() {
    Digest layer = blobs.upload(alice, LAYER);
    HttpResponse<byte[]> answer = blobs.get(getBlob(alice, layer, ""));
    assertEquals(200, answer.statusCode());
    assertEquals(
        "/orlop-blobs/" + place(layer),
        answer.headers().firstValue("X-Accel-Redirect").orElseThrow());
    assertEquals(0, answer.body().length);
    // What is small is in memory, and HEAD has no body.
    Digest config = blobs.upload(alice, CONFIG);
    assertArrayEquals(CONFIG, blobs.get(getBlob(alice, config, "")).body());
    HttpResponse<byte[]> head = blobs.head(getBlob(alice, layer, ""));
    assertEquals("300000", head.headers().firstValue("Content-Length").orElseThrow());
    assertTrue(head.headers().firstValue("X-Accel-Redirect").isEmpty());
    assertEquals(416, blobs.get(getBlob(alice, layer, ""), "Range", "bytes=300000-").statusCode());
  }

  @Test
  void toOthersItSaysThePathOfTheFile() {
    Digest layer = blobs.upload(alice, LAYER);
    hold.restart(settings("X-Sendfile"));
    String file =
        blobs.get(getBlob(alice, layer, "")).headers().firstValue("X-Sendfile").orElseThrow();
    assertEquals(folder.toAbsolutePath().resolve("blobs").resolve(place(layer)), Path.of(file));
  }

  @Test
  void nginxSendsTheFileWithItsRangesAndThePullCountsOnce() throws Exception {
    Optional<Path> nginx = nginx();
    System.out.println(
        "files by X-Accel-Redirect are sent by: "
            + nginx.map(Path::toString).orElse("NOBODY, for nginx is not installed"));
    assumeTrue(nginx.isPresent(), "nginx is not installed");
    Digest layer = blobs.upload(alice, LAYER);
    BlobCalls.ok(blobs.notify(alice, "app", "push", layer));
    try (Nginx front = new Nginx(nginx.get(), folder, hold.server().port());
        HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create(front.url() + getBlob(alice, layer, "&repo=app"));
      HttpResponse<byte[]> whole = send(http, HttpRequest.newBuilder(uri));
      assertEquals(200, whole.statusCode());
      assertArrayEquals(LAYER, whole.body());
      assertEquals("bytes", whole.headers().firstValue("Accept-Ranges").orElseThrow());
      assertEquals(
          layer.toString(), whole.headers().firstValue("Docker-Content-Digest").orElseThrow());
      assertEquals("nosniff", whole.headers().firstValue("X-Content-Type-Options").orElseThrow());
      HttpResponse<byte[]> part =
          send(http, HttpRequest.newBuilder(uri).header("Range", "bytes=1000-1999"));
      assertEquals(206, part.statusCode());
      assertArrayEquals(Arrays.copyOfRange(LAYER, 1000, 2000), part.body());
      URI direct = URI.create(front.url() + "/orlop-blobs/" + place(layer));
      assertEquals(404, send(http, HttpRequest.newBuilder(direct)).statusCode());
    }
    hold.server().foldPulls();
    assertEquals(1, blobs.pulls(alice, "app"));
  }

  private static HttpResponse<byte[]> send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static Optional<Path> nginx() {
    Stream<String> folders =
        Stream.concat(
            Stream.of("/usr/sbin"),
            Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1)));
    return folders.map(each -> Path.of(each, "nginx")).filter(Files::isExecutable).findFirst();
  }

  /** An nginx of its own before a hold, configured as the documentation says. */
  private static final class Nginx implements AutoCloseable {
    private static final int TRIES = 400;

    private final int port;
    private final Process process;

    Nginx(Path program, Path folder, int hold) throws Exception {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      Path own = Files.createDirectories(folder.resolve("nginx"));
      Path settings = own.resolve("nginx.conf");
      Files.writeString(settings, conf(own, folder.toAbsolutePath().resolve("blobs"), hold));
      process =
          new ProcessBuilder(
                  List.of(program.toString(), "-p", own.toString(), "-c", settings.toString()))
              .redirectErrorStream(true)
              .redirectOutput(own.resolve("out").toFile())
              .start();
      awaitAnswer(own);
    }

    private String conf(Path own, Path root, int hold) {
      String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
      return """
      daemon off; master_process off; %s
      pid %s/pid; error_log stderr;
      events { worker_connections 64; }
      http {
        access_log off; sendfile on;
        client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;
        uwsgi_temp_path %s/u; scgi_temp_path %s/s;
        server {
          listen 127.0.0.1:%d;
          location / {
            proxy_http_version 1.1;
            proxy_pass http://127.0.0.1:%d;
          }
          location /orlop-blobs/ {
            internal;
            alias %s/;
            etag off;
            add_header ETag $upstream_http_etag;
            add_header Docker-Content-Digest $upstream_http_docker_content_digest;
            add_header X-Content-Type-Options nosniff;
            add_header Content-Security-Policy "default-src 'none'; sandbox";
          }
        }
      }
      """
          .formatted(user, own, own, own, own, own, own, port, hold, root);
    }

    private void awaitAnswer(Path own) throws Exception {
      for (int i = 0; i < TRIES; i++) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
          return;
        } catch (IOException _) {
          TimeUnit.MILLISECONDS.sleep(25);
        }
      }
      process.destroyForcibly();
      throw new IllegalStateException(
          "nginx did not start: " + Files.readString(own.resolve("out")));
    }

    String url() {
      return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
      process.destroy();
      try {
        int unused = process.waitFor();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
