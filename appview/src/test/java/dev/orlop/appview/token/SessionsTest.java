package dev.orlop.appview.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Callers;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.lexicons.Nsids;
import dev.orlop.testkit.ClockAt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signing in at a PDS, and what stands on that. */
class SessionsTest {
  private static final Did HOLD = Did.parse("did:web:hold.test");
  private static final String HERE = "127.0.0.1";

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final FakePds pds = new FakePds(clock);
  private final PdsSessions sessions =
      new PdsSessions(
          new MemorySessions(), uri -> XrpcClient.builder(uri).retries(0, Duration.ZERO), clock);
  private final Login login = new Login(pds, sessions, new MemoryFailures(clock), clock);
  private final ServiceTokens services = new ServiceTokens(sessions, clock);

  @AfterEach
  void close() {
    pds.close();
  }

  private SignedIn signIn(String name, String password) {
    return login.login(Credentials.of(name, password).orElseThrow(), HERE);
  }

  private OciException refused(String name, String password) {
    return assertThrows(OciException.class, () -> signIn(name, password));
  }

  private String serviceToken() {
    return services.token(FakePds.ALICE, HOLD, Nsids.HOLD_INITIATE_UPLOAD);
  }

  private <T> List<T> atOnce(int times, Callable<T> task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        futures.add(threads.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  @Test
  void manySignInsAreOneSession() throws Exception {
    atOnce(20, () -> signIn("alice.test", "secret"));
    SignedIn account = signIn(FakePds.ALICE.value(), "secret");
    assertEquals(FakePds.ALICE, account.did());
    assertEquals(Optional.of(FakePds.HANDLE), account.handle());
    assertEquals(1, pds.calls(Nsids.SERVER_CREATE_SESSION));
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreTheSameRefusal() {
    OciException wrong = refused("alice.test", "Secret");
    OciException unknown = refused("mallory.test", "secret");
    assertEquals(OciError.UNAUTHORIZED, wrong.error());
    assertEquals(401, wrong.status());
    assertEquals(wrong.text(), unknown.text());
    assertEquals(wrong.detail(), unknown.detail());
    assertEquals(wrong.status(), unknown.status());
  }

  @Test
  void whoGuessesMustWaitAndThePdsIsNotAsked() {
    for (int i = 0; i < Attempts.FREE; i++) {
      assertEquals(401, refused("alice.test", "guess" + i).status());
    }
    int asked = pds.calls(Nsids.SERVER_CREATE_SESSION);
    OciException tooMany = refused("alice.test", "secret");
    assertEquals(429, tooMany.status());
    assertEquals(asked, pds.calls(Nsids.SERVER_CREATE_SESSION));
    clock.advance(tooMany.retryAfter().orElseThrow());
    assertDoesNotThrow(() -> signIn("alice.test", "secret"));
  }

  @Test
  void aPdsThatFailsOrIsGoneIsA503AndNoWrongPassword() {
    pds.fail(XrpcError.INTERNAL_SERVER_ERROR.exception());
    for (int i = 0; i < 2 * Attempts.FREE; i++) {
      assertEquals(503, refused("alice.test", "secret").status());
    }
    pds.stop();
    OciException gone = refused("alice.test", "secret");
    assertEquals(OciError.UNAVAILABLE, gone.error());
    assertTrue(gone.retryAfter().isPresent());
  }

  @Test
  void aPdsThatHasEnoughIsA429() {
    pds.fail(XrpcError.RATE_LIMIT_EXCEEDED.exception().withHeader("Retry-After", "7"));
    OciException refusal = refused("alice.test", "secret");
    assertEquals(OciError.TOOMANYREQUESTS, refusal.error());
    assertEquals(Optional.of(Duration.ofSeconds(7)), refusal.retryAfter());
  }

  @Test
  void theSecondFactorIsExplained() {
    pds.fail(new XrpcException(401, "AuthFactorTokenRequired", "enter the code"));
    assertTrue(refused("alice.test", "secret").text().contains("second factor"));
  }

  @Test
  void aSessionIsLookedAtNowAndThen() {
    signIn("alice.test", "secret");
    clock.advance(Login.BELIEVED);
    signIn("alice.test", "secret");
    signIn("alice.test", "secret");
    assertEquals(1, pds.calls(Nsids.SERVER_GET_SESSION));
    assertEquals(1, pds.calls(Nsids.SERVER_CREATE_SESSION));
    pds.changePassword("other");
    clock.advance(Login.BELIEVED);
    assertEquals(401, refused("alice.test", "secret").status());
  }

  @Test
  void readingGoesOnWhileThePdsIsGone() {
    signIn("alice.test", "secret");
    pds.stop();
    clock.advance(Login.BELIEVED);
    assertDoesNotThrow(() -> signIn("alice.test", "secret"));
    assertEquals(503, assertThrows(OciException.class, this::serviceToken).status());
  }

  @Test
  void anAccessTokenIsRenewedBeforeItsEndByOneOfManyThreads() throws Exception {
    signIn("alice.test", "secret");
    clock.advance(FakePds.ACCESS_LIFE.minusSeconds(30));
    CountDownLatch gate = new CountDownLatch(1);
    pds.holdBack(gate);
    Callable<Boolean> call =
        () ->
            sessions
                .call(FakePds.ALICE, xrpc -> xrpc.query(Nsids.SERVER_GET_SESSION, XrpcQuery.NONE))
                .has("did");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        all.add(threads.submit(call));
      }
      gate.countDown();
      for (Future<Boolean> one : all) {
        assertTrue(one.get());
      }
    }
    assertEquals(1, pds.calls(Nsids.SERVER_REFRESH_SESSION));
    assertEquals(1, pds.calls(Nsids.SERVER_CREATE_SESSION));
  }

  @Test
  void aSessionThatThePdsHasEndedEndsTheRegistryTokensOnIt() {
    RegistryTokens tokens =
        new RegistryTokens(SigningKey.generate(KeyType.P256), "registry.test", clock);
    TokenCallers callers = new TokenCallers(tokens, sessions, true);
    String token = tokens.issue(Optional.of(signIn("alice.test", "secret")), List.of()).token();
    assertInstanceOf(Callers.Answer.Known.class, callers.caller(Optional.of(token)));
    pds.endSessions();
    OciException over = assertThrows(OciException.class, this::serviceToken);
    assertEquals(OciError.UNAUTHORIZED, over.error());
    assertInstanceOf(Callers.Answer.Refused.class, callers.caller(Optional.of(token)));
    // And signing in again makes it good.
    signIn("alice.test", "secret");
    assertInstanceOf(Callers.Answer.Known.class, callers.caller(Optional.of(token)));
    assertDoesNotThrow(this::serviceToken);
  }

  @Test
  void whoSignsOutIsOut() {
    SignedIn account = signIn("alice.test", "secret");
    login.logout(account.did());
    assertTrue(sessions.isOver(account.session()));
    assertEquals(1, pds.calls(Nsids.SERVER_DELETE_SESSION));
    assertEquals(401, assertThrows(OciException.class, this::serviceToken).status());
  }

  @Test
  void aServiceTokenIsUsedUntilShortlyBeforeItsEnd() {
    signIn("alice.test", "secret");
    String first = serviceToken();
    clock.advance(Duration.ofSeconds(49));
    assertEquals(first, serviceToken());
    clock.advance(Duration.ofSeconds(1));
    assertNotEquals(first, serviceToken());
    assertEquals(2, pds.calls(Nsids.SERVER_GET_SERVICE_AUTH));
  }

  @Test
  void oneServiceTokenIsAskedForByManyAtOnce() throws Exception {
    signIn("alice.test", "secret");
    Set<String> got = new HashSet<>(atOnce(20, this::serviceToken));
    assertEquals(1, got.size());
    assertEquals(1, pds.calls(Nsids.SERVER_GET_SERVICE_AUTH));
  }

  @Test
  void aHoldThatInsistsGetsATokenForEachMethod() {
    signIn("alice.test", "secret");
    String any = serviceToken();
    services.insists(HOLD);
    String one = serviceToken();
    assertNotEquals(any, one);
    assertNotEquals(one, services.token(FakePds.ALICE, HOLD, Nsids.HOLD_ABORT_UPLOAD));
    assertEquals(one, serviceToken());
  }

  @Test
  void secretsAreNotShown() {
    PdsSession session =
        new PdsSession(
            FakePds.ALICE, "id", pds.url(), "the-access", "the-refresh", clock.instant());
    assertFalse(session.toString().contains(session.access()));
    assertFalse(session.toString().contains(session.refresh()));
  }
}
