package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * A whole AppView as it is configured and started, before a real hold that is also the PDS; and
 * Alice, who pushes through it.
 */
final class LiveAppView implements AutoCloseable {
  static final String SERVICE = "registry.test";
  static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";

  final LiveHold live;
  private final AppViewConfig config;
  private final Patience patience;
  AppViewServer server;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  LiveAppView(Path folder) {
    this(folder, Map.of());
  }

  /**
   * @param settings more of them, as in the environment
   */
  LiveAppView(Path folder, Map<String, String> settings) {
    this(folder, settings, new LiveHold(folder.resolve("hold")), Patience.USUAL);
  }

  /**
   * @param live which it closes
   */
  LiveAppView(Path folder, Map<String, String> settings, LiveHold live, Patience patience) {
    this.live = live;
    this.patience = patience;
    URI directory = live.directory();
    Map<String, String> all = new HashMap<>();
    all.put("ORLOP_APPVIEW_LISTEN", "127.0.0.1:0");
    all.put("ORLOP_APPVIEW_BASE_URL", "http://" + SERVICE);
    all.put("ORLOP_APPVIEW_DEFAULT_HOLD", live.hold().did().toString());
    all.put("ORLOP_APPVIEW_TRUSTED_PROXIES", "127.0.0.1");
    all.put("ORLOP_APPVIEW_PLC_DIRECTORY", directory.toString());
    all.put("ORLOP_APPVIEW_LOCAL_HANDLE_PORT", Integer.toString(directory.getPort()));
    all.put("ORLOP_APPVIEW_DEVELOPMENT", "true");
    all.putAll(settings);
    config = AppViewConfig.read(folder.resolve("appview"), all);
    server = start();
  }

  private AppViewServer start() {
    try {
      return AppViewServer.start(config, patience, InstantSource.system(), "1.2.3");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it anew: it has forgotten everything that it had looked up, and who signed in. */
  void restart() {
    server.close();
    server = start();
  }

  /** One that clients find where it says it is: {@link #service} is a port of this machine. */
  static LiveAppView forClients(Path folder) {
    return forClients(folder, Map.of());
  }

  /**
   * @param settings more of them, as in the environment
   */
  static LiveAppView forClients(Path folder, Map<String, String> settings) {
    int port = LiveHold.freePort();
    Map<String, String> all = new HashMap<>(settings);
    all.put("ORLOP_APPVIEW_LISTEN", "127.0.0.1:" + port);
    all.put("ORLOP_APPVIEW_BASE_URL", "http://localhost:" + port);
    return new LiveAppView(folder, all);
  }

  /** What stands before the names of its images. */
  String service() {
    return config.service();
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(origin().resolve(path));
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

  HttpResponse<byte[]> get(String path) {
    return send(request(path));
  }

  DataMap json(String path) {
    return DataJson.parse(get(path).body());
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  /** Alice wants everything in a repository of hers. */
  HttpResponse<byte[]> signIn(String repository, String password, String... headers) {
    String basic = Base64.getEncoder().encodeToString(("alice.test:" + password).getBytes(UTF_8));
    HttpRequest.Builder request =
        request(
                "/auth/token?service="
                    + service()
                    + "&scope=repository:"
                    + repository
                    + ":pull,push,delete")
            .header("Authorization", "Basic " + basic);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** A request below a repository of hers, in her name. */
  HttpRequest.Builder asAlice(String repository, String path) {
    HttpResponse<byte[]> answer = signIn(repository, LiveHold.PASSWORD);
    require(200, answer);
    String token = DataJson.parse(answer.body()).text("token").orElseThrow();
    return request("/v2/" + repository + path).header("Authorization", "Bearer " + token);
  }

  Digest pushBlob(String repository, byte[] blob) {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, blob);
    require(
        201,
        send(
            asAlice(repository, "/blobs/uploads/?digest=" + digest)
                .POST(BodyPublishers.ofByteArray(blob))));
    return digest;
  }

  Digest pushManifest(String repository, String reference, String type, byte[] manifest) {
    require(
        201,
        send(
            asAlice(repository, "/manifests/" + reference)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(manifest))));
    return Digest.hash(Digest.Algorithm.SHA256, manifest);
  }

  /** An image with one layer, which it returns. */
  byte[] pushImage(String repository, String tag, String config, byte[] layer) {
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
            .formatted(
                IMAGE,
                pushBlob(repository, config.getBytes(UTF_8)),
                config.length(),
                pushBlob(repository, layer),
                layer.length)
            .getBytes(UTF_8);
    Digest unused = pushManifest(repository, tag, IMAGE, manifest);
    return manifest;
  }

  private static void require(int status, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != status) {
      throw new AssertionError(answer + " " + text(answer));
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
    live.close();
  }
}
