package dev.orlop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.devnet.DevnetState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Pushes and pulls small images as container tools do, and asks again, as they do, when a
 * connection breaks or a server is not well. Each attempt is a connection of its own.
 */
public final class Customer {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final int TRIES = 60;

  private final URI registry;
  private final DevnetState.Account account;

  /** Of a registry, signed in as an account of which the password is known. */
  public Customer(URI registry, DevnetState.Account account) {
    this.registry = registry;
    this.account = account;
  }

  /** An image of a config and a layer that nobody else has. */
  public record Image(byte[] config, byte[] layer) {
    /** The one of this name: other names, other bytes. */
    public static Image of(String name) {
      byte[] config =
          ("{\"os\":\"linux\",\"architecture\":\"amd64\",\"n\":\"" + name + "\"}").getBytes(UTF_8);
      return new Image(config, ("the layer of " + name).repeat(200).getBytes(UTF_8));
    }

    /** What is pushed under a tag. */
    public byte[] manifest() {
      return """
      {"schemaVersion":2,"mediaType":"%s",
      "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
      "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
      """
          .formatted(MANIFEST, digest(config), config.length, digest(layer), layer.length)
          .getBytes(UTF_8);
    }
  }

  /** As a registry calls them. */
  public static Digest digest(byte[] bytes) {
    return Digest.hash(Digest.Algorithm.SHA256, bytes);
  }

  /** A wish that may be sent again. */
  private interface Attempt {
    HttpResponse<byte[]> send(HttpClient http) throws IOException, InterruptedException;
  }

  /** What came of the first attempt that was answered by a server that was well. */
  private static HttpResponse<byte[]> insist(Attempt attempt) throws InterruptedException {
    Optional<Object> last = Optional.empty();
    for (int tries = 0; tries < TRIES; tries++) {
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpResponse<byte[]> answer = attempt.send(http);
        if (answer.statusCode() < 500 && answer.statusCode() != 429) {
          return answer;
        }
        last = Optional.of(answer + " " + new String(answer.body(), UTF_8));
      } catch (IOException e) {
        last = Optional.of(e);
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
    throw new AssertionError("nobody answered well: " + last);
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(registry.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  private static byte[] require(int status, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != status) {
      throw new AssertionError(answer + " " + new String(answer.body(), UTF_8));
    }
    return answer.body();
  }

  private String token(String repository) throws InterruptedException {
    String basic =
        Base64.getEncoder()
            .encodeToString((account.handle() + ":" + account.password()).getBytes(UTF_8));
    String path =
        "/auth/token?service="
            + registry.getAuthority()
            + "&scope=repository:"
            + account.handle()
            + "/"
            + repository
            + ":pull,push";
    HttpRequest request =
        HttpRequest.newBuilder(registry.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Basic " + basic)
            .build();
    HttpResponse<byte[]> answer = insist(http -> http.send(request, BodyHandlers.ofByteArray()));
    return DataJson.parse(require(200, answer)).text("token").orElseThrow();
  }

  /** Pushes; when this returns, the registry has said that it has it. */
  public void push(String repository, String tag, Image image) throws InterruptedException {
    String token = token(repository);
    String base = "/v2/" + account.handle() + "/" + repository;
    for (byte[] blob : new byte[][] {image.config(), image.layer()}) {
      HttpRequest upload =
          request(base + "/blobs/uploads/?digest=" + digest(blob), token)
              .POST(BodyPublishers.ofByteArray(blob))
              .build();
      require(201, insist(http -> http.send(upload, BodyHandlers.ofByteArray())));
    }
    HttpRequest manifest =
        request(base + "/manifests/" + tag, token)
            .header("Content-Type", MANIFEST)
            .PUT(BodyPublishers.ofByteArray(image.manifest()))
            .build();
    require(201, insist(http -> http.send(manifest, BodyHandlers.ofByteArray())));
  }

  /**
   * Pulls an image, which must be this one.
   *
   * @return how often its config was asked for: once, unless something broke
   */
  public int pull(String repository, String tag, Image image) throws InterruptedException {
    String base = "/v2/" + account.handle() + "/" + repository;
    HttpRequest manifest =
        HttpRequest.newBuilder(registry.resolve(base + "/manifests/" + tag))
            .timeout(TIMEOUT)
            .header("Accept", MANIFEST)
            .build();
    same(
        image.manifest(),
        require(200, insist(http -> http.send(manifest, BodyHandlers.ofByteArray()))));
    int[] asked = {0};
    fetch(base, image.config(), asked);
    int config = asked[0];
    fetch(base, image.layer(), asked);
    return config;
  }

  /** Gets a blob, from wherever it is said to be: tools do not take their token along. */
  private void fetch(String base, byte[] blob, int[] asked) throws InterruptedException {
    HttpResponse<byte[]> answer =
        insist(
            http -> {
              asked[0]++;
              URI place = registry.resolve(base + "/blobs/" + digest(blob));
              HttpResponse<byte[]> next = get(http, place);
              while (next.statusCode() / 100 == 3) {
                place = place.resolve(next.headers().firstValue("Location").orElseThrow());
                next = get(http, place);
              }
              return next;
            });
    same(blob, require(200, answer));
  }

  private static HttpResponse<byte[]> get(HttpClient http, URI place)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(place).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
  }

  private static void same(byte[] wanted, byte[] got) {
    if (!Arrays.equals(wanted, got)) {
      throw new AssertionError("other bytes came: " + new String(got, UTF_8));
    }
  }
}
