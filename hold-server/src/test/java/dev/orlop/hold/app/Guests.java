package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.PasswordHasher;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Calls of those who have accounts at a hold, or want one. */
final class Guests {
  static final String SERVER = "com.atproto.server.";
  static final String IDENTITY = "com.atproto.identity.";
  static final String PASSWORD = "correct horse";

  private final RunningHold hold;

  Guests(RunningHold hold) {
    this.hold = hold;
  }

  /** Passwords that cost little, of which tests make many. */
  static Ground ground() {
    return new Ground(
        Clock.systemUTC(), Disk.REAL, Repos.Settings.DEFAULT, new PasswordHasher.Cost(64, 1, 4));
  }

  /** A hold that takes in whoever comes. */
  static RunningHold openHold(Path folder, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putIfAbsent("ORLOP_ACCOUNTS_ENABLED", "true");
    settings.putIfAbsent("ORLOP_ACCOUNTS_INVITES", "false");
    return new RunningHold(folder, settings, ground());
  }

  /** Somebody who is signed in. */
  record Guest(String did, String handle, String access, String refresh) {}

  static DataMap.Builder wish(String name) {
    return DataMap.builder()
        .put("handle", name + ".hold.example.com")
        .put("email", name + "@example.com")
        .put("password", PASSWORD);
  }

  Guest create(String name) {
    return guest(json(post(SERVER + "createAccount", wish(name).build(), Optional.empty())));
  }

  static Guest guest(DataMap answer) {
    return new Guest(
        text(answer, "did"),
        text(answer, "handle"),
        text(answer, "accessJwt"),
        text(answer, "refreshJwt"));
  }

  HttpResponse<byte[]> signIn(String identifier, String password) {
    return post(
        SERVER + "createSession",
        DataMap.builder().put("identifier", identifier).put("password", password).build(),
        Optional.empty());
  }

  HttpResponse<byte[]> post(String method, DataMap body, Optional<String> token) {
    return send(
        hold.request("/xrpc/" + method)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(DataJson.write(body))),
        token);
  }

  HttpResponse<byte[]> post(String method, DataMap body, Guest guest) {
    return post(method, body, Optional.of(guest.access()));
  }

  /** Without a body. */
  HttpResponse<byte[]> post(String method, Guest guest) {
    return send(
        hold.request("/xrpc/" + method).POST(HttpRequest.BodyPublishers.noBody()),
        Optional.of(guest.access()));
  }

  HttpResponse<byte[]> get(String path, Optional<String> token) {
    return send(hold.request("/xrpc/" + path).GET(), token);
  }

  HttpResponse<byte[]> get(String path, Guest guest) {
    return get(path, Optional.of(guest.access()));
  }

  HttpResponse<byte[]> get(String path) {
    return get(path, Optional.empty());
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, Optional<String> token) {
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return hold.send(request.build());
  }

  /** A record of somebody's. */
  HttpResponse<byte[]> note(Guest guest, String repo, String text) {
    return post(
        "com.atproto.repo.createRecord",
        DataMap.builder()
            .put("repo", repo)
            .put("collection", "com.example.note")
            .put("record", DataMap.builder().put("text", text).build())
            .build(),
        guest);
  }

  static DataMap json(HttpResponse<byte[]> answer) {
    assertEquals(200, answer.statusCode(), () -> new String(answer.body(), StandardCharsets.UTF_8));
    return DataJson.parse(answer.body(), JsonLimits.DOCUMENT);
  }

  static void done(HttpResponse<byte[]> answer) {
    assertEquals(200, answer.statusCode(), () -> new String(answer.body(), StandardCharsets.UTF_8));
  }

  static String text(DataMap map, String field) {
    return map.text(field).orElseThrow();
  }
}
