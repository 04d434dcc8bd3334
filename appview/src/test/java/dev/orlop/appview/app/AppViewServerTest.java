package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cid.Digest;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole AppView as it is configured and started, before a real hold that is also the PDS. */
class AppViewServerTest {
  private static final String SERVICE = "registry.test";
  private static final String FORWARDED = "X-Forwarded-For";

  @TempDir Path folder;
  private LiveHold live;
  private AppViewServer server;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @BeforeEach
  void start() throws IOException {
    live = new LiveHold(folder.resolve("hold"));
    URI directory = live.directory();
    AppViewConfig config =
        AppViewConfig.read(
            folder.resolve("appview"),
            Map.of(
                "ORLOP_APPVIEW_LISTEN",
                "127.0.0.1:0",
                "ORLOP_APPVIEW_BASE_URL",
                "http://" + SERVICE,
                "ORLOP_APPVIEW_DEFAULT_HOLD",
                live.hold().did().toString(),
                "ORLOP_APPVIEW_TRUSTED_PROXIES",
                "127.0.0.1",
                "ORLOP_APPVIEW_PLC_DIRECTORY",
                directory.toString(),
                "ORLOP_APPVIEW_LOCAL_HANDLE_PORT",
                Integer.toString(directory.getPort()),
                "ORLOP_APPVIEW_DEVELOPMENT",
                "true"));
    server = AppViewServer.start(config, InstantSource.system(), "1.2.3");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    live.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()).resolve(path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Alice wants everything in a repository of hers. */
  private HttpResponse<byte[]> signIn(String password, String... headers) {
    String basic = Base64.getEncoder().encodeToString(("alice.test:" + password).getBytes(UTF_8));
    HttpRequest.Builder request =
        request("/auth/token?service=" + SERVICE + "&scope=repository:alice.test/app:pull,push")
            .header("Authorization", "Basic " + basic);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpRequest.Builder asAlice(String path) {
    HttpResponse<byte[]> answer = signIn(LiveHold.PASSWORD);
    assertEquals(200, answer.statusCode(), new String(answer.body(), UTF_8));
    String token = DataJson.parse(answer.body()).text("token").orElseThrow();
    return request(path).header("Authorization", "Bearer " + token);
  }

  private Digest push(byte[] blob) {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, blob);
    HttpResponse<byte[]> answer =
        send(
            asAlice("/v2/alice.test/app/blobs/uploads/?digest=" + digest)
                .POST(BodyPublishers.ofByteArray(blob)));
    assertEquals(201, answer.statusCode(), new String(answer.body(), UTF_8));
    return digest;
  }

  @Test
  void anImageIsPushedByItsOwnerAndPulledByAnybody() {
    byte[] config = "{}".getBytes(UTF_8);
    byte[] layer = "a layer".getBytes(UTF_8);
    Digest layerDigest = push(layer);
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
            .formatted(push(config), config.length, layerDigest, layer.length)
            .getBytes(UTF_8);
    HttpResponse<byte[]> pushed =
        send(
            asAlice("/v2/alice.test/app/manifests/latest")
                .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                .PUT(BodyPublishers.ofByteArray(manifest)));
    assertEquals(201, pushed.statusCode(), new String(pushed.body(), UTF_8));
    assertArrayEquals(manifest, send(request("/v2/alice.test/app/manifests/latest")).body());
    assertArrayEquals(layer, send(request("/v2/alice.test/app/blobs/" + layerDigest)).body());
  }

  @Test
  void itSaysThatItIsWellAndWhereTokensAreToBeHad() {
    HttpResponse<byte[]> health = send(request("/xrpc/_health"));
    assertEquals("1.2.3", DataJson.parse(health.body()).text("version").orElseThrow());
    HttpResponse<byte[]> ping = send(request("/v2/"));
    assertEquals(401, ping.statusCode());
    assertEquals(
        "Bearer realm=\"http://registry.test/auth/token\",service=\"registry.test\"",
        ping.headers().firstValue("WWW-Authenticate").orElseThrow());
  }

  @Test
  void whoTriesPasswordsBehindATrustedProxyMakesNobodyElseWait() {
    // The account's own password is not taken by its PDS after so many wrong ones.
    String appPassword = live.appPassword(LiveHold.ALICE, "laptop");
    HttpResponse<byte[]> last = signIn("wrong", FORWARDED, "198.51.100.1");
    for (int i = 0; i < 5; i++) {
      assertEquals(401, last.statusCode());
      last = signIn("wrong", FORWARDED, "198.51.100.1");
    }
    assertEquals(429, last.statusCode());
    assertEquals(401, signIn("wrong", FORWARDED, "198.51.100.2").statusCode());
    assertEquals(200, signIn(appPassword, FORWARDED, "198.51.100.3").statusCode());
  }

  @Test
  void uploadsThatAreLeftAtTheEndAreGivenUpAtTheirHold() {
    HttpResponse<byte[]> begun =
        send(asAlice("/v2/alice.test/app/blobs/uploads/").POST(BodyPublishers.noBody()));
    assertEquals(202, begun.statusCode(), new String(begun.body(), UTF_8));
    assertTrue(live.openUploads() > 0);
    server.close();
    assertEquals(0, live.openUploads());
  }
}
