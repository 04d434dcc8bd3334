package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.pds.accounts.SessionTokens.Checked;
import dev.orlop.hold.pds.accounts.Sessions.Renewal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class SessionsContract {
  AccountWorld world;

  abstract AccountWorld open();

  private Sessions.Pair first;

  @BeforeEach
  void start() {
    world = open();
    world.add(ALICE, "alice.test", "secret");
    first = world.sessions.begin(ALICE, Optional.empty());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private Sessions.Pair renew(String token) {
    return assertInstanceOf(Renewal.Renewed.class, world.sessions.renew(token)).tokens();
  }

  @Test
  void aRefreshTokenIsGoodOnceAndWithinTheGraceForTheSameSuccessor() {
    Sessions.Pair second = renew(first.refresh());
    assertEquals(second.refresh(), renew(first.refresh()).refresh());
    world.clock.advance(Session.GRACE.minusMillis(1));
    assertEquals(second.refresh(), renew(first.refresh()).refresh());
    assertTrue(world.sessions.goesOn(ALICE, first.session().id()));
  }

  @Test
  void aRefreshTokenThatComesBackAfterTheGraceEndsItsSession() {
    Sessions.Pair second = renew(first.refresh());
    world.clock.advance(Session.GRACE);
    assertInstanceOf(Renewal.Over.class, world.sessions.renew(first.refresh()));
    assertFalse(world.sessions.goesOn(ALICE, first.session().id()));
    assertInstanceOf(Renewal.Over.class, world.sessions.renew(second.refresh()));
  }

  @Test
  void aRefreshTokenTwoGenerationsOldEndsItsSessionEvenWithinTheGrace() {
    Sessions.Pair second = renew(first.refresh());
    renew(second.refresh());
    assertInstanceOf(Renewal.Over.class, world.sessions.renew(first.refresh()));
    assertFalse(world.sessions.goesOn(ALICE, first.session().id()));
  }

  @Test
  void ofManyWhoRenewAtOnceAllGetOneSuccessor() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> all =
          IntStream.range(0, 50)
              .mapToObj(_ -> threads.submit(() -> renew(first.refresh()).refresh()))
              .toList();
      Set<String> successors = new HashSet<>();
      for (Future<String> one : all) {
        successors.add(one.get());
      }
      assertEquals(1, successors.size());
    }
  }

  @Test
  void aSessionEndsAfterThirtyDaysWithoutRenewal() {
    world.clock.advance(Session.REFRESH_LIFE.minusSeconds(1));
    Sessions.Pair second = renew(first.refresh());
    world.clock.advance(Session.REFRESH_LIFE);
    assertInstanceOf(Renewal.Over.class, world.sessions.renew(second.refresh()));
    assertFalse(world.sessions.goesOn(ALICE, first.session().id()));
  }

  @Test
  void anAccessTokenIsGoodForAnHourAndNoRefreshTokenPassesForOne() {
    SessionTokens tokens = world.sessions.tokens();
    Checked.Access access = assertInstanceOf(Checked.Access.class, tokens.check(first.access()));
    assertEquals(ALICE, access.did());
    assertEquals(Scope.ACCESS, access.scope());
    assertInstanceOf(Checked.Refresh.class, tokens.check(first.refresh()));
    assertInstanceOf(Renewal.Invalid.class, world.sessions.renew(first.access()));
    world.clock.advance(Session.ACCESS_LIFE.minusSeconds(1));
    assertInstanceOf(Checked.Access.class, tokens.check(first.access()));
    world.clock.advance(Duration.ofSeconds(1));
    assertInstanceOf(Checked.Expired.class, tokens.check(first.access()));
  }

  @Test
  void aTokenOfWhichOneCharacterIsChangedIsForged() {
    String token = first.access();
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'Q' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertInstanceOf(Checked.Forged.class, world.sessions.tokens().check(changed), "at " + i);
    }
    for (String text : List.of("", ".", "..", token + "A", token.substring(1), "é" + token)) {
      assertInstanceOf(Checked.Forged.class, world.sessions.tokens().check(text));
    }
  }

  @Test
  void aTokenOfAnotherServerOrSecretIsForged() {
    SessionTokens secret =
        new SessionTokens(
            "another".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            AccountWorld.SERVER,
            world.clock);
    SessionTokens server = new SessionTokens(new byte[32], ALICE, world.clock);
    assertInstanceOf(
        Checked.Forged.class, world.sessions.tokens().check(secret.access(first.session())));
    assertInstanceOf(
        Checked.Forged.class, world.sessions.tokens().check(server.access(first.session())));
  }

  @Test
  void whoSignsOutHasNoSession() {
    assertTrue(world.sessions.end(first.refresh()));
    assertFalse(world.sessions.end(first.refresh()));
    assertFalse(world.sessions.goesOn(ALICE, first.session().id()));
    assertInstanceOf(Renewal.Over.class, world.sessions.renew(first.refresh()));
  }

  @Test
  void anAccountHasOnlySoManySessionsAndTheOldestEndsFirst() {
    for (int i = 0; i < 199; i++) {
      world.sessions.begin(ALICE, Optional.empty());
    }
    assertTrue(world.sessions.goesOn(ALICE, first.session().id()));
    world.sessions.begin(ALICE, Optional.empty());
    assertFalse(world.sessions.goesOn(ALICE, first.session().id()));
  }
}
