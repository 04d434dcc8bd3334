package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.RealRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two AppViews with one key and one cache, before a real hold that is also the PDS. */
class TwoAppViewsTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String TAG = "/v2/alice.test/app/manifests/latest";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final RealRedis redis = RealRedis.start();
  private LiveHold live;
  private AppViewServer first;
  private AppViewServer second;

  @BeforeEach
  void start() throws IOException {
    live = new LiveHold(folder.resolve("hold"));
    first = appView(Map.of());
    second = appView(Map.of());
  }

  private AppViewServer appView(Map<String, String> more) throws IOException {
    URI directory = live.directory();
    Map<String, String> settings = new HashMap<>(more);
    settings.put("ORLOP_APPVIEW_LISTEN", "127.0.0.1:0");
    settings.put("ORLOP_APPVIEW_BASE_URL", "http://registry.test");
    settings.put("ORLOP_APPVIEW_DEFAULT_HOLD", live.hold().did().toString());
    settings.put("ORLOP_APPVIEW_CACHE", redis.url());
    settings.put("ORLOP_APPVIEW_PLC_DIRECTORY", directory.toString());
    settings.put("ORLOP_APPVIEW_LOCAL_HANDLE_PORT", Integer.toString(directory.getPort()));
    settings.put("ORLOP_APPVIEW_DEVELOPMENT", "true");
    return AppViewServer.start(
        AppViewConfig.read(folder.resolve("appview"), settings), InstantSource.system(), "1");
  }

  @AfterEach
  void stop() {
    http.close();
    first.close();
    second.close();
    redis.close();
    live.close();
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder request(AppViewServer server, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<byte[]> signIn(AppViewServer server, String password) {
    String basic = Base64.getEncoder().encodeToString(("alice.test:" + password).getBytes(UTF_8));
    return send(
        request(server, "/auth/token?scope=repository:alice.test/app:pull,push")
            .header("Authorization", "Basic " + basic));
  }

  private String token(AppViewServer server) {
    HttpResponse<byte[]> answer = signIn(server, LiveHold.PASSWORD);
    return DataJson.parse(answer.body()).text("token").orElseThrow();
  }

  private int push(AppViewServer server, String token, byte[] manifest) {
    return send(request(server, TAG)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", MANIFEST)
            .PUT(BodyPublishers.ofByteArray(manifest)))
        .statusCode();
  }

  /** A manifest, whose blob is pushed. */
  private byte[] image(AppViewServer server, String token, String content) {
    byte[] blob = content.getBytes(UTF_8);
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, blob);
    HttpResponse<byte[]> answer =
        send(
            request(server, "/v2/alice.test/app/blobs/uploads/?digest=" + digest)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofByteArray(blob)));
    assertEquals(201, answer.statusCode(), new String(answer.body(), UTF_8));
    return """
        {"schemaVersion":2,"mediaType":"%s",
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
        "layers":[]}
        """
        .formatted(MANIFEST, digest, blob.length)
        .getBytes(UTF_8);
  }

  @Test
  void whatIsPushedAtOneIsPulledFromTheOtherAtOnce() {
    String token = token(first);
    byte[] before = image(first, token, "{}");
    assertEquals(201, push(first, token, before));
    assertArrayEquals(before, send(request(second, TAG)).body());
    byte[] after = image(first, token, "{\"a\":1}");
    assertEquals(201, push(first, token, after));
    assertArrayEquals(after, send(request(second, TAG)).body());
  }

  @Test
  void oneThatIsGoneIsReplacedByTheOtherOnceTheClientHasSignedInThere() {
    String token = token(first);
    byte[] manifest = image(first, token, "{}");
    first.close();
    assertEquals(
        200, send(request(second, "/v2/").header("Authorization", "Bearer " + token)).statusCode());
    HttpResponse<byte[]> refused =
        send(
            request(second, TAG)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofByteArray(manifest)));
    assertEquals(401, refused.statusCode());
    assertTrue(refused.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer "));
    assertEquals(201, push(second, token(second), manifest));
  }

  @Test
  void requestsAndWrongPasswordsAreCountedTogether() throws IOException {
    first.close();
    second.close();
    Map<String, String> strict = Map.of("ORLOP_APPVIEW_LIMIT_ADDRESS", "10");
    first = appView(strict);
    second = appView(strict);
    for (int i = 0; i < 5; i++) {
      assertEquals(401, send(request(first, "/v2/")).statusCode());
      assertEquals(401, send(request(second, "/v2/")).statusCode());
    }
    assertEquals(429, send(request(first, "/v2/")).statusCode());
    assertEquals(429, send(request(second, "/v2/")).statusCode());
    for (int i = 0; i < 5; i++) {
      assertEquals(401, signIn(i % 2 == 0 ? first : second, "wrong").statusCode());
    }
    assertEquals(429, signIn(first, "wrong").statusCode());
    assertEquals(429, signIn(second, "wrong").statusCode());
  }
}
