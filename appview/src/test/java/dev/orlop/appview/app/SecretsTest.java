package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.RealRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens, and however much is logged: no password and no token is. */
class SecretsTest {
  private static final String WRONG = "wr0ng-guess";
  private static final String REDIS_PASSWORD = "r3dis-s3cret";

  /** Any token of ours, of a PDS or for a hold begins like this. */
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}");

  @TempDir Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private final Lines lines = new Lines();
  private final List<Logger> loud =
      List.of(Logger.getLogger("dev.orlop"), Logger.getLogger("redis.clients"));
  private LiveHold live;
  private URI directory;
  private RealRedis redis;
  private AppViewServer server;

  private static final class Lines extends Handler {
    final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      StringWriter text = new StringWriter();
      text.write(new SimpleFormatter().formatMessage(record));
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      all.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() throws IOException {
    lines.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(lines);
    loud.forEach(logger -> logger.setLevel(Level.ALL));
    live = new LiveHold(folder.resolve("hold"));
    directory = live.directory();
    redis = RealRedis.start("--requirepass", REDIS_PASSWORD);
    server = AppViewServer.start(config(REDIS_PASSWORD), InstantSource.system(), "1.2.3");
  }

  private AppViewConfig config(String redisPassword) {
    return AppViewConfig.read(
        folder.resolve("appview"),
        Map.of(
            "ORLOP_APPVIEW_LISTEN",
            "127.0.0.1:0",
            "ORLOP_APPVIEW_BASE_URL",
            "http://registry.test",
            "ORLOP_APPVIEW_DEFAULT_HOLD",
            live.hold().did().toString(),
            "ORLOP_APPVIEW_CACHE",
            "redis://:" + redisPassword + "@127.0.0.1:" + redis.port(),
            "ORLOP_APPVIEW_PLC_DIRECTORY",
            directory.toString(),
            "ORLOP_APPVIEW_LOCAL_HANDLE_PORT",
            Integer.toString(directory.getPort()),
            "ORLOP_APPVIEW_DEVELOPMENT",
            "true"));
  }

  @AfterEach
  void stop() {
    Logger.getLogger("").removeHandler(lines);
    loud.forEach(logger -> logger.setLevel(null));
    http.close();
    server.close();
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

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static String basic(String password) {
    return Base64.getEncoder().encodeToString(("alice.test:" + password).getBytes(UTF_8));
  }

  private HttpResponse<byte[]> signIn(String password) {
    return send(
        request("/auth/token?scope=repository:alice.test/app:pull,push")
            .header("Authorization", "Basic " + basic(password)));
  }

  private Digest push(String token, byte[] blob) {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, blob);
    HttpResponse<byte[]> answer =
        send(
            request("/v2/alice.test/app/blobs/uploads/?digest=" + digest)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofByteArray(blob)));
    assertEquals(201, answer.statusCode(), new String(answer.body(), UTF_8));
    return digest;
  }

  private HttpResponse<byte[]> tag(String token, String tag) {
    byte[] config = "{}".getBytes(UTF_8);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},
        "layers":[]}
        """
            .formatted(Digest.hash(Digest.Algorithm.SHA256, config));
    return send(
        request("/v2/alice.test/app/manifests/" + tag)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
            .PUT(BodyPublishers.ofString(manifest)));
  }

  private int pull(String path) {
    return send(request("/v2/alice.test/app/" + path)).statusCode();
  }

  @Test
  void noPasswordAndNoTokenIsLogged() throws IOException {
    assertEquals(401, signIn(WRONG).statusCode());
    HttpResponse<byte[]> signedIn = signIn(LiveHold.PASSWORD);
    assertEquals(200, signedIn.statusCode());
    String token = DataJson.parse(signedIn.body()).text("token").orElseThrow();
    Digest config = push(token, "{}".getBytes(UTF_8));
    assertEquals(201, tag(token, "latest").statusCode());
    assertEquals(200, pull("manifests/latest"));
    assertEquals(200, pull("blobs/" + config));
    assertEquals(
        401, send(request("/v2/").header("Authorization", "Bearer " + token + "x")).statusCode());
    redis.kill();
    assertEquals(200, pull("manifests/latest"));
    live.close();
    assertEquals(503, tag(token, "next").statusCode());
    assertEquals(503, signIn(WRONG + "2").statusCode());
    server.close();
    redis.restart();
    server = AppViewServer.start(config("wr0ng-r3dis-s3cret"), InstantSource.system(), "1.2.3");
    assertEquals(503, pull("manifests/latest"));

    assertTrue(lines.all.stream().anyMatch(line -> line.contains("WRONGPASS")), "it is heard");
    for (String line : lines.all) {
      for (String secret :
          List.of(LiveHold.PASSWORD, basic(LiveHold.PASSWORD), WRONG, REDIS_PASSWORD)) {
        assertFalse(line.contains(secret), line);
      }
      assertFalse(JWT.matcher(line).find(), line);
    }
  }
}
