package dev.orlop.appview.web;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.registry.Action;
import dev.orlop.appview.registry.Blobs;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Callers;
import dev.orlop.appview.registry.Manifests;
import dev.orlop.appview.registry.MemoryBlobs;
import dev.orlop.appview.registry.MemoryManifests;
import dev.orlop.appview.registry.Owners;
import dev.orlop.appview.registry.UploadLimits;
import dev.orlop.appview.registry.Uploads;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.ClockAt;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registry that keeps all in memory, on a free port of 127.0.0.1, and requests to it. Alice's
 * token is {@code alice}; it grants everything in repositories of her name, and reading elsewhere.
 * So is Bob's.
 */
final class TestRegistry implements AutoCloseable {
  static final Did ALICE = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  static final Did BOB = Did.parse("did:plc:bobbbbbbbbbbbbbbbbbbbbbb");
  static final UploadLimits LIMITS =
      new UploadLimits(8 << 20, 4, 6, Duration.ofMinutes(10), Duration.ofHours(1));

  final MemoryManifests manifests = new MemoryManifests();
  final MemoryBlobs blobs = new MemoryBlobs();
  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  final Uploads uploads = new Uploads(blobs, LIMITS, clock);
  private final WebServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  TestRegistry() {
    this(true);
  }

  /**
   * @param openToAll whether anybody may read without a token
   */
  TestRegistry(boolean openToAll) {
    OciRoutes.Parts parts =
        new OciRoutes.Parts(
            new Tokens(openToAll),
            new Names(),
            new Challenge(URI.create("https://registry.test/auth/token"), "registry.test"),
            new Manifests(manifests),
            new Blobs(blobs),
            uploads);
    server =
        AppViewWeb.listener("127.0.0.1", 0, LIMITS.maxBlobBytes())
            .routing(routing -> routing.register(new OciRoutes(parts)))
            .build()
            .start();
  }

  private record Tokens(boolean openToAll) implements Callers {
    @Override
    public Answer caller(Optional<String> token) {
      if (token.isEmpty()) {
        return new Answer.Known(openToAll ? Caller.ANYBODY : Caller.NOBODY);
      }
      return switch (token.get()) {
        case "alice" -> new Answer.Known(account(ALICE, "alice.test", "bob.test"));
        case "bob" -> new Answer.Known(account(BOB, "bob.test", "alice.test"));
        case "anonymous" -> new Answer.Known(Caller.ANYBODY);
        default -> new Answer.Refused("nobody has it");
      };
    }

    private static Caller account(Did did, String own, String other) {
      Set<Action> all = Set.of(Action.values());
      return Caller.account(
          did,
          Map.of(
              own + "/app",
              all,
              own + "/other",
              all,
              own + "/deep/blobs/tags",
              all,
              did + "/app",
              all,
              did.value().replace(':', '-') + "/app",
              all,
              other + "/app",
              Set.of(Action.PULL),
              "nobody.test/app",
              all));
    }
  }

  private record Names() implements Owners {
    @Override
    public Did did(AtIdentifier owner) {
      return switch (owner) {
        case Did did -> did;
        case Handle handle when handle.toString().equals("alice.test") -> ALICE;
        case Handle handle when handle.toString().equals("bob.test") -> BOB;
        case Handle _ -> throw OciError.NAME_UNKNOWN.exception();
      };
    }

    @Override
    public AtIdentifier shown(Did owner) {
      return owner.equals(ALICE) ? Handle.parse("alice.test") : owner;
    }
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  int port() {
    return server.port();
  }

  /** A request with Alice's token; the path may be a Location. */
  HttpRequest.Builder request(String path) {
    return anonymous(path).header("Authorization", "Bearer alice");
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(base().resolve(path));
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<byte[]> head(String path) {
    return send(request(path).HEAD());
  }

  HttpResponse<byte[]> delete(String path) {
    return send(request(path).DELETE());
  }

  HttpResponse<byte[]> post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  HttpResponse<byte[]> put(String path, byte[] body) {
    return send(request(path).PUT(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<byte[]> patch(String path, byte[] body, String... headers) {
    HttpRequest.Builder request = request(path).method("PATCH", BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<byte[]> putManifest(String path, String type, byte[] body) {
    return send(request(path).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Uploads a blob to a repository of Alice's. */
  Digest push(String name, byte[] blob) {
    Digest digest = sha256(blob);
    HttpResponse<byte[]> answer =
        send(
            request("/v2/" + name + "/blobs/uploads/?digest=" + digest)
                .POST(BodyPublishers.ofByteArray(blob)));
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer + " " + text(answer));
    }
    return digest;
  }

  /** Begins an upload to {@code alice.test/app} and returns its Location. */
  String begin() {
    return location(post("/v2/alice.test/app/blobs/uploads/"));
  }

  /** Sends lines as they are and returns all that comes back until the server closes. */
  String raw(byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Digest sha256(byte[] bytes) {
    return Digest.hash(Digest.Algorithm.SHA256, bytes);
  }

  static String location(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Location")
        .orElseThrow(() -> new AssertionError("no Location: " + answer));
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  static DataMap json(HttpResponse<byte[]> answer) {
    return DataJson.parse(answer.body(), JsonLimits.DOCUMENT);
  }

  /** The code of the one error that an answer has. */
  static String code(HttpResponse<byte[]> answer) {
    List<?> errors = json(answer).array("errors").orElse(List.of());
    return errors.size() == 1 && errors.getFirst() instanceof DataMap one
        ? one.text("code").orElse("")
        : "not one error: " + text(answer);
  }

  @Override
  public void close() {
    http.close();
    server.stop();
    uploads.close();
  }
}
