package dev.orlop.appview.web;

import static dev.orlop.appview.web.Images.image;
import static dev.orlop.appview.web.TestRegistry.code;
import static dev.orlop.appview.web.TestRegistry.header;
import static dev.orlop.appview.web.TestRegistry.json;
import static dev.orlop.appview.web.TestRegistry.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.hold.HoldBlobs;
import dev.orlop.appview.hold.HoldCalls;
import dev.orlop.appview.hold.PartMemory;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.registry.Blobs;
import dev.orlop.appview.registry.Manifests;
import dev.orlop.appview.registry.MemoryManifests;
import dev.orlop.appview.registry.Owners;
import dev.orlop.appview.registry.Uploads;
import dev.orlop.appview.token.Login;
import dev.orlop.appview.token.MemoryFailures;
import dev.orlop.appview.token.MemorySessions;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.appview.token.RegistryTokens;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.appview.token.TokenCallers;
import dev.orlop.appview.token.TokenKey;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.car.cbor.DataMap;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a handle and an app password to blobs in a hold, with a real hold that is the PDS, too. */
class TokenRoutesTest {
  private static final String SERVICE = "registry.test";
  private static final String SCOPE = "repository:alice.test/app:pull,push";

  @TempDir Path folder;
  private LiveHold live;
  private Uploads uploads;
  private WebServer server;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @BeforeEach
  void start() throws IOException {
    live = new LiveHold(folder.resolve("hold"));
    InstantSource clock = InstantSource.system();
    PdsSessions sessions = new PdsSessions(new MemorySessions(), TokenRoutesTest::client, clock);
    Login login = new Login(live, sessions, new MemoryFailures(clock), clock);
    RegistryTokens tokens =
        new RegistryTokens(TokenKey.open(folder.resolve("appview")), SERVICE, clock);
    HoldBlobs blobs =
        new HoldBlobs(
            live,
            new HoldCalls(TokenRoutesTest::client, new ServiceTokens(sessions, clock)),
            HoldBlobs.Delivery.REDIRECT,
            new PartMemory(0));
    uploads = new Uploads(blobs, TestRegistry.LIMITS, clock);
    OciRoutes.Parts parts =
        new OciRoutes.Parts(
            new TokenCallers(tokens, sessions, true),
            new Names(live),
            new Challenge(URI.create("http://registry.test/auth/token"), SERVICE),
            new Manifests(new MemoryManifests()),
            new Blobs(blobs),
            uploads);
    server =
        AppViewWeb.listener("127.0.0.1", 0, TestRegistry.LIMITS.maxBlobBytes())
            .routing(
                routing ->
                    routing
                        .register(
                            new TokenRoutes(
                                login, tokens, true, request -> request.remotePeer().host()))
                        .register(new OciRoutes(parts)))
            .build()
            .start();
  }

  private static XrpcClient.Builder client(URI uri) {
    return XrpcClient.builder(uri).retries(0, Duration.ZERO);
  }

  private record Names(LiveHold live) implements Owners {
    @Override
    public Did did(AtIdentifier owner) {
      return live.find(owner).orElseThrow(OciError.NAME_UNKNOWN::exception).did();
    }

    @Override
    public AtIdentifier shown(Did owner) {
      return owner;
    }
  }

  @AfterEach
  void stop() {
    server.stop();
    uploads.close();
    http.close();
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
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()).resolve(path));
  }

  private static String query(String scope) {
    return TokenRoutes.PATH
        + "?service="
        + SERVICE
        + "&account=me&client_id=test&scope="
        + URLEncoder.encode(scope, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> signIn(String name, String password, String scope) {
    String basic =
        Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    return send(request(query(scope)).header("Authorization", "Basic " + basic).GET());
  }

  private String token(String name, String password, String scope) {
    HttpResponse<byte[]> answer = signIn(name, password, scope);
    assertEquals(200, answer.statusCode(), () -> text(answer));
    return json(answer).text("token").orElseThrow();
  }

  private HttpResponse<byte[]> post(String token, String path, byte[] body) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static String upload(String name, byte[] blob) {
    return "/v2/" + name + "/blobs/uploads/?digest=" + TestRegistry.sha256(blob);
  }

  @Test
  void anAppPasswordLeadsToABlobInTheHold() {
    String password = live.appPassword(LiveHold.ALICE, "docker");
    HttpResponse<byte[]> answer = signIn("alice.test", password, SCOPE);
    DataMap issued = json(answer);
    assertEquals(300, issued.integer("expires_in").orElse(0));
    assertEquals(issued.text("token"), issued.text("access_token"));
    assertTrue(issued.has("issued_at"));
    assertEquals("no-store", header(answer, "Cache-Control"));
    String token = issued.text("token").orElseThrow();
    byte[] blob = image("x");
    HttpResponse<byte[]> pushed = post(token, upload("alice.test/app", blob), blob);
    assertEquals(201, pushed.statusCode(), () -> text(pushed));
    // Somebody without an account reads it, by way of a redirect.
    String anonymous = json(send(request(query(SCOPE)).GET())).text("token").orElseThrow();
    HttpResponse<byte[]> pulled =
        send(
            request(TestRegistry.location(pushed))
                .header("Authorization", "Bearer " + anonymous)
                .GET());
    assertEquals(200, pulled.statusCode());
    assertArrayEquals(blob, pulled.body());
    assertFalse(pulled.uri().getPort() == server.port(), "not from the hold");
    HttpResponse<byte[]> refused = post(anonymous, upload("alice.test/app", blob), blob);
    assertEquals(401, refused.statusCode());
  }

  @Test
  void aDidWithColonsOrDashesSignsInToo() {
    Did did = live.did(LiveHold.ALICE);
    for (String name : new String[] {did.value(), did.value().replace(':', '-'), "@alice.test"}) {
      String dashed = did.value().replace(':', '-') + "/app";
      String token = token(name, LiveHold.PASSWORD, "repository:" + dashed + ":pull,push");
      byte[] blob = image(name);
      assertEquals(201, post(token, upload(dashed, blob), blob).statusCode());
    }
  }

  @Test
  void aWrongPasswordIsA401InTheRegistrysWords() {
    HttpResponse<byte[]> wrong = signIn("alice.test", "wrong", SCOPE);
    HttpResponse<byte[]> unknown = signIn("mallory.test", "wrong", SCOPE);
    HttpResponse<byte[]> malformed = signIn("mallory", "wrong", SCOPE);
    assertEquals(401, wrong.statusCode());
    assertEquals("UNAUTHORIZED", code(wrong));
    assertEquals("Basic realm=\"" + SERVICE + "\"", header(wrong, "WWW-Authenticate"));
    assertEquals(text(wrong), text(unknown));
    assertEquals(text(wrong), text(malformed));
    assertFalse(text(wrong).contains("alice"), text(wrong));
  }

  @Test
  void aPdsThatIsGoneIsA503() {
    live.close();
    HttpResponse<byte[]> answer = signIn("alice.test", LiveHold.PASSWORD, SCOPE);
    assertEquals(503, answer.statusCode());
    assertEquals("UNAVAILABLE", code(answer));
    assertFalse(header(answer, "Retry-After").isEmpty());
  }

  @Test
  void theOauthFormOfItWorks() {
    HttpResponse<byte[]> answer =
        form(
            "grant_type=password&username=alice.test&password=correct+horse&client_id=test&scope="
                + SCOPE
                + "&service="
                + SERVICE);
    assertEquals(200, answer.statusCode(), () -> text(answer));
    String token = json(answer).text("access_token").orElseThrow();
    byte[] blob = image("x");
    assertEquals(201, post(token, upload("alice.test/app", blob), blob).statusCode());
    assertEquals(400, form("grant_type=refresh_token&refresh_token=x").statusCode());
    assertEquals(401, form("grant_type=password&username=alice.test&password=wrong").statusCode());
    assertEquals(413, form("password=" + "x".repeat(20_000)).statusCode());
  }

  private HttpResponse<byte[]> form(String form) {
    return send(
        request(TokenRoutes.PATH)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  @Test
  void somebodyElsesNameIsReadAlone() {
    String token = token("bob.test", LiveHold.PASSWORD, SCOPE);
    byte[] blob = image("x");
    HttpResponse<byte[]> refused = post(token, upload("alice.test/app", blob), blob);
    assertEquals(401, refused.statusCode());
    assertTrue(header(refused, "WWW-Authenticate").contains("insufficient_scope"));
  }

  @Test
  void whoMayNotWriteToTheHoldIsToldWhichPermissionIsMissing() {
    String token = token("bob.test", LiveHold.PASSWORD, "repository:bob.test/app:pull,push");
    byte[] blob = image("x");
    HttpResponse<byte[]> refused = post(token, upload("bob.test/app", blob), blob);
    assertEquals(403, refused.statusCode());
    assertEquals("DENIED", code(refused));
    assertTrue(text(refused).contains("blob:write"), text(refused));
  }

  @Test
  void anAppPasswordThatIsRevokedEndsItsTokens() {
    String password = live.appPassword(LiveHold.ALICE, "docker");
    String token = token("alice.test", password, SCOPE);
    live.revoke(LiveHold.ALICE, "docker");
    byte[] blob = image("x");
    HttpResponse<byte[]> refused = post(token, upload("alice.test/app", blob), blob);
    assertEquals(401, refused.statusCode(), () -> text(refused));
    assertFalse(header(refused, "WWW-Authenticate").isEmpty());
    HttpResponse<byte[]> ping =
        send(request("/v2/").header("Authorization", "Bearer " + token).GET());
    assertEquals(401, ping.statusCode());
    assertTrue(header(ping, "WWW-Authenticate").contains("invalid_token"));
    assertEquals(401, signIn("alice.test", password, SCOPE).statusCode());
  }

  @Test
  void tokensForAnotherServiceAreNotGivenOut() {
    assertEquals(400, send(request(TokenRoutes.PATH + "?service=other.test").GET()).statusCode());
    assertEquals(404, send(request("/auth/other").GET()).statusCode());
  }
}
