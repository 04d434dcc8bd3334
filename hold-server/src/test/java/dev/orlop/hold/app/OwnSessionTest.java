package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.pds.accounts.Hosting;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hold's own account signs in to the hold. */
class OwnSessionTest extends WithHold {
  private static final String SERVER = "com.atproto.server.";
  private static final String PASSWORD = "correct horse";
  private String name;

  @BeforeEach
  void setPassword() {
    Hosting hosting = hold.server().folder().hosting();
    hosting.accounts().setPassword(hold.server().identity().did(), hosting.hasher().hash(PASSWORD));
    name = hold.server().identity().handle().toString();
  }

  private HttpResponse<byte[]> signIn(String password) {
    return hold.post(
        SERVER + "createSession",
        DataMap.builder().put("identifier", name).put("password", password).build(),
        Optional.empty());
  }

  private HttpResponse<byte[]> post(String method, String token) {
    return hold.send(
        hold.request("/xrpc/" + SERVER + method)
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.noBody())
            .build());
  }

  private HttpResponse<byte[]> post(String method, DataMap body, String token) {
    return hold.send(
        hold.request("/xrpc/" + method)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(DataJson.write(body)))
            .build());
  }

  private HttpResponse<byte[]> get(String path, String token) {
    return hold.send(
        hold.request("/xrpc/" + path).header("Authorization", "Bearer " + token).GET().build());
  }

  private static String text(DataMap map, String field) {
    return map.text(field).orElseThrow();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static DataMap json(HttpResponse<byte[]> answer) {
    ok(answer);
    return DataJson.parse(answer.body());
  }

  @Test
  void aSessionBeginsIsRenewedOnceAndEnds() {
    DataMap begun = json(signIn(PASSWORD));
    assertEquals(hold.server().identity().did().toString(), text(begun, "did"));
    assertTrue(begun.map("didDoc").isPresent());
    assertEquals(name, text(json(get(SERVER + "getSession", text(begun, "accessJwt"))), "handle"));
    DataMap renewed = json(post("refreshSession", text(begun, "refreshJwt")));
    assertEquals(
        text(renewed, "refreshJwt"),
        text(json(post("refreshSession", text(begun, "refreshJwt"))), "refreshJwt"));
    assertEquals(200, post("deleteSession", text(renewed, "refreshJwt")).statusCode());
    assertEquals("ExpiredToken", error(400, post("refreshSession", text(renewed, "refreshJwt"))));
    assertEquals(
        "ExpiredToken", error(400, get(SERVER + "getSession", text(renewed, "accessJwt"))));
  }

  @Test
  void sessionsOutliveARestart() {
    DataMap begun = json(signIn(PASSWORD));
    hold.restart();
    json(get(SERVER + "getSession", text(begun, "accessJwt")));
    json(post("refreshSession", text(begun, "refreshJwt")));
  }

  @Test
  void oneTokenDoesNotPassForTheOther() {
    DataMap begun = json(signIn(PASSWORD));
    assertEquals("InvalidToken", error(400, get(SERVER + "getSession", text(begun, "refreshJwt"))));
    assertEquals("InvalidToken", error(400, post("refreshSession", text(begun, "accessJwt"))));
    assertEquals("InvalidToken", error(400, get(SERVER + "getSession", hold.token(alice))));
    assertEquals("AuthMissing", error(401, hold.get("/xrpc/" + SERVER + "getSession")));
  }

  @Test
  void aWrongPasswordAnUnknownAccountAndALockedOneAreAnsweredAlike() {
    HttpResponse<byte[]> wrong = signIn("wrong");
    assertEquals("AuthenticationRequired", error(401, wrong));
    String right = name;
    name = "nobody.example.com";
    HttpResponse<byte[]> unknown = signIn(PASSWORD);
    assertEquals(text(wrong), text(unknown));
    name = right;
    for (int i = 0; i < 4; i++) {
      signIn("wrong");
    }
    HttpResponse<byte[]> locked = signIn(PASSWORD);
    assertEquals(401, locked.statusCode());
    assertEquals(text(wrong), text(locked));
  }

  @Test
  void whoTriesTooOftenIsToldWhenToComeAgain() {
    HttpResponse<byte[]> first = signIn(PASSWORD);
    assertEquals("30", first.headers().firstValue("RateLimit-Limit").orElseThrow());
    assertEquals("29", first.headers().firstValue("RateLimit-Remaining").orElseThrow());
    for (int i = 0; i < 29; i++) {
      ok(signIn(PASSWORD));
    }
    HttpResponse<byte[]> refused = signIn(PASSWORD);
    while (refused.statusCode() == 200) {
      // One more comes back every ten seconds, and this machine may be slow.
      refused = signIn(PASSWORD);
    }
    assertEquals("RateLimitExceeded", error(429, refused));
    assertTrue(refused.headers().firstValue("Retry-After").isPresent());
    assertTrue(refused.headers().firstValue("RateLimit-Reset").isPresent());
    name = "somebody.example.com";
    assertEquals("AuthenticationRequired", error(401, signIn(PASSWORD)));
  }

  @Test
  void anAppPasswordSignsInButDoesNotManageTheAccount() {
    String access = text(json(signIn(PASSWORD)), "accessJwt");
    DataMap asked = DataMap.builder().put("name", "phone").build();
    DataMap app = json(post(SERVER + "createAppPassword", asked, access));
    assertTrue(text(app, "password").matches("[a-z2-7]{4}(-[a-z2-7]{4}){3}"));
    assertEquals("InvalidRequest", error(400, post(SERVER + "createAppPassword", asked, access)));
    DataMap session = json(signIn(text(app, "password")));
    String limited = text(session, "accessJwt");
    assertEquals(
        "InvalidToken",
        error(
            400,
            post(
                SERVER + "createAppPassword",
                asked.with("name", new DataValue.Text("x")),
                limited)));
    assertEquals("InvalidToken", error(400, get(SERVER + "listAppPasswords", limited)));
    DataMap listed = json(get(SERVER + "listAppPasswords", access));
    assertEquals(1, listed.array("passwords").orElseThrow().size());
    assertFalse(
        new String(DataJson.write(listed), StandardCharsets.UTF_8).contains(text(app, "password")));
    assertEquals(200, post(SERVER + "revokeAppPassword", asked, access).statusCode());
    assertEquals("ExpiredToken", error(400, get(SERVER + "getSession", limited)));
    assertEquals("AuthenticationRequired", error(401, signIn(text(app, "password"))));
  }

  @Test
  void theHoldsOwnAccountWritesToItsRepoAndOthersDoNot() {
    String access = text(json(signIn(PASSWORD)), "accessJwt");
    DataMap write =
        DataMap.builder()
            .put("repo", name)
            .put("collection", "com.example.note")
            .put("record", DataMap.builder().put("text", "hello").build())
            .build();
    String uri = text(json(post("com.atproto.repo.createRecord", write, access)), "uri");
    assertTrue(uri.startsWith("at://" + hold.server().identity().did() + "/com.example.note/"));
    assertEquals(
        "Forbidden",
        error(403, hold.post("com.atproto.repo.createRecord", write, hold.account("bob.test"))));
  }

  @Test
  void aServiceTokenIsForOneMethodAndLivesNoLongerThanItMay() {
    String access = text(json(signIn(PASSWORD)), "accessJwt");
    String aud = "aud=" + hold.server().identity().did();
    String method = "&lxm=io.atcr.hold.requestCrew";
    String token = text(json(get(SERVER + "getServiceAuth?" + aud + method, access)), "token");
    // What the hold signs it verifies by its own document, without asking the network.
    HttpRequest join =
        hold.request("/xrpc/io.atcr.hold.requestCrew")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    assertEquals("RegistrationDisabled", error(403, hold.send(join)));
    long now = Instant.now().getEpochSecond();
    assertEquals("BadExpiration", serviceAuth(aud + method + "&exp=" + (now - 5), access));
    assertEquals("BadExpiration", serviceAuth(aud + method + "&exp=" + (now + 3700), access));
    assertEquals("BadExpiration", serviceAuth(aud + "&exp=" + (now + 100), access));
    ok(get(SERVER + "getServiceAuth?" + aud + method + "&exp=" + (now + 3000), access));
    assertEquals(
        "InvalidRequest", serviceAuth(aud + "&lxm=com.atproto.server.createAppPassword", access));
    assertEquals("InvalidRequest", serviceAuth("aud=nobody", access));
  }

  private String serviceAuth(String query, String access) {
    return error(400, get(SERVER + "getServiceAuth?" + query, access));
  }
}
