package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest extends WithHold {
  private static final DataMap BEGIN = DataMap.builder().put("digest", "uploads/temp-1").build();

  private HttpResponse<byte[]> begin(String token) {
    return hold.send(
        hold.request("/xrpc/" + BlobCalls.INITIATE)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofByteArray(DataJson.write(BEGIN)))
            .build());
  }

  private String hold() {
    return hold.server().identity().did().toString();
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void aTokenIsGoodForManyCallsUntilItExpires() {
    String token = hold.token(alice, hold(), null, minutes(1));
    assertEquals(200, begin(token).statusCode());
    assertEquals(200, begin(token).statusCode());
    assertEquals("JwtExpired", error(401, begin(hold.token(alice, hold(), null, minutes(-1)))));
  }

  @Test
  void aTokenThatIsToLiveTooLongIsRefused() {
    HttpResponse<byte[]> answer = begin(hold.token(alice, hold(), null, minutes(60)));
    assertEquals(401, answer.statusCode());
    assertTrue(error(401, answer).startsWith("BadJwt") || error(401, answer).equals("JwtExpired"));
  }

  @Test
  void aTokenForAnotherServiceIsRefused() {
    assertEquals(
        "BadJwtAudience",
        error(401, begin(hold.token(alice, "did:web:other.example.com", null, minutes(1)))));
  }

  @Test
  void aTokenForAnotherMethodIsRefused() {
    Nsid method = Nsid.parse("com.atproto.repo.uploadBlob");
    assertEquals(
        "BadJwtLexiconMethod", error(401, begin(hold.token(alice, hold(), method, minutes(1)))));
    Nsid appView = Nsid.parse("com.atproto.repo.getRecord");
    assertEquals(200, begin(hold.token(alice, hold(), appView, minutes(1))).statusCode());
  }

  @Test
  void aStrictHoldTakesOnlyTokensForTheMethodThatIsCalled() {
    hold.restart(Map.of("ORLOP_AUTH_STRICT_LXM", "true"));
    Nsid appView = Nsid.parse("com.atproto.repo.getRecord");
    Nsid method = Nsid.parse(BlobCalls.INITIATE);
    assertEquals(
        "BadJwtLexiconMethod", error(401, begin(hold.token(alice, hold(), appView, minutes(1)))));
    assertEquals(
        "BadJwtLexiconMethod", error(401, begin(hold.token(alice, hold(), null, minutes(1)))));
    assertEquals(200, begin(hold.token(alice, hold(), method, minutes(1))).statusCode());
  }

  @Test
  void whereTokensAreSingleUseASecondCallIsAReplay() {
    hold.restart(Map.of("ORLOP_AUTH_SINGLE_USE_TOKENS", "true"));
    String token = hold.token(alice, hold(), null, minutes(1));
    assertEquals(200, begin(token).statusCode());
    assertEquals("JwtReplayed", error(401, begin(token)));
    // Each method looks at its token once.
    Digest config = blobs.upload(alice, bytes(1, 10));
    ok(blobs.notify(alice, "app", "push", config));
    ok(blobs.notify(alice, "app", "pull", config));
  }

  @Test
  void aForgedTokenIsRefused() {
    Account forger = new Account(alice.did(), hold.account("bob.test").key());
    assertEquals(
        "BadJwtSignature", error(401, begin(hold.token(forger, hold(), null, minutes(1)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "..",
        "a.b.c",
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJkaWQ6d2ViOngifQ.AAAA"
      })
  void whatIsNoTokenIsRefused(String text) {
    assertTrue(error(401, begin(text)).startsWith("BadJwt"));
  }

  @Test
  void aTokenOfAnIssuerThatNobodyKnowsIsRefused() {
    Account ghost = new Account(Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"), alice.key());
    HttpResponse<byte[]> answer = begin(hold.token(ghost, hold(), null, minutes(1)));
    assertTrue(answer.statusCode() == 401, () -> new String(answer.body(), StandardCharsets.UTF_8));
  }
}
