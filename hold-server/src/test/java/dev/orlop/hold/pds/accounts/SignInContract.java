package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class SignInContract {
  AccountWorld world;

  abstract AccountWorld open();

  @BeforeEach
  void start() {
    world = open();
    Account alice =
        Account.creating(ALICE, Handle.parse("alice.test"), world.clock.instant())
            .withEmail(Optional.of(Accounts.email(" Alice@Example.com")))
            .withPassword(world.hasher.hash("correct horse"));
    assertEquals(Accounts.Place.TAKEN, world.accounts.place(alice, Optional.empty()));
    world.accounts.arrive(alice);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private boolean signsIn(String identifier, String password) {
    return world.signIn.check(identifier, password).isPresent();
  }

  @Test
  void anAccountSignsInByHandleDidOrEmailAddress() {
    assertTrue(signsIn("alice.test", "correct horse"));
    assertTrue(signsIn("@Alice.test", "correct horse"));
    assertTrue(signsIn(ALICE.toString(), "correct horse"));
    assertTrue(signsIn("alice@EXAMPLE.com", "correct horse"));
    assertFalse(signsIn("alice.test", "correct horses"));
    assertFalse(signsIn("bob.test", "correct horse"));
    assertFalse(signsIn("", "correct horse"));
  }

  @Test
  void anAppPasswordSignsInUntilItIsRevokedAndItsSessionsEndWithIt() {
    AppPasswords.Creation.Created app =
        (AppPasswords.Creation.Created) world.apps.create(ALICE, "phone", false);
    assertTrue(world.apps.create(ALICE, "phone", false) instanceof AppPasswords.Creation.NameTaken);
    SignIn.SignedIn signed = world.signIn.check("alice.test", app.secret()).orElseThrow();
    assertEquals(Optional.of("phone"), signed.with().map(AppPassword::name));
    assertFalse(world.signIn.isOwnPassword(ALICE, app.secret()));
    Sessions.Pair tokens = world.sessions.begin(ALICE, signed.with());
    assertFalse(tokens.session().scope().managesAccount());
    world.apps.revoke(ALICE, "phone");
    assertFalse(signsIn("alice.test", app.secret()));
    assertFalse(world.sessions.goesOn(ALICE, tokens.session().id()));
  }

  @Test
  void afterFiveWrongPasswordsTheRightOneIsNotTakenForAWhile() {
    AppPasswords.Creation.Created app =
        (AppPasswords.Creation.Created) world.apps.create(ALICE, "phone", false);
    for (int i = 0; i < Lockout.MAX_FAILURES; i++) {
      assertFalse(signsIn("alice.test", "wrong"));
    }
    assertFalse(signsIn("alice.test", "correct horse"));
    assertTrue(signsIn("alice.test", app.secret()));
    world.pass(Lockout.LIFE.minusMinutes(1));
    assertFalse(signsIn("alice.test", "correct horse"));
    world.pass(Duration.ofMinutes(1));
    assertTrue(signsIn("alice.test", "correct horse"));
  }

  @Test
  void aRightPasswordForgetsTheWrongOnesBeforeIt() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < Lockout.MAX_FAILURES - 1; i++) {
        assertFalse(signsIn("alice.test", "wrong"));
      }
      assertTrue(signsIn("alice.test", "correct horse"));
    }
  }

  @Test
  void anotherPasswordEndsAllSessions() {
    Sessions.Pair tokens = world.sessions.begin(ALICE, Optional.empty());
    world.accounts.setPassword(ALICE, world.hasher.hash("battery staple"));
    assertFalse(world.sessions.goesOn(ALICE, tokens.session().id()));
    assertFalse(signsIn("alice.test", "correct horse"));
    assertTrue(signsIn("alice.test", "battery staple"));
  }

  @Test
  void noSecretIsShown() {
    AppPasswords.Creation app = world.apps.create(ALICE, "phone", false);
    Sessions.Pair tokens = world.sessions.begin(ALICE, Optional.empty());
    String shown =
        String.join(
            "\n",
            world.accounts.find(ALICE).orElseThrow().toString(),
            app.toString(),
            tokens.toString(),
            world.apps.list(ALICE).toString(),
            world.accounts.log().tables().invite(world.invites.create(1)).toString());
    assertFalse(shown.contains("argon2"));
    assertFalse(shown.contains(tokens.access()));
    assertFalse(shown.contains(tokens.refresh()));
    assertFalse(shown.contains(((AppPasswords.Creation.Created) app).secret()));
    assertFalse(shown.contains(world.apps.list(ALICE).getFirst().hash()));
    assertFalse(shown.contains("hold-example-com-"));
  }

  @Test
  void anInviteCodeIsGoodAsOftenAsItSays() {
    String code = world.invites.create(2);
    for (char c = 'c'; c < 'e'; c++) {
      assertEquals(Accounts.Place.TAKEN, world.accounts.place(stranger(c), Optional.of(code)));
    }
    assertEquals(
        Accounts.Place.INVITE_NOT_GOOD, world.accounts.place(stranger('e'), Optional.of(code)));
    assertEquals(
        Accounts.Place.HANDLE_IN_USE, world.accounts.place(stranger('c', 'f'), Optional.empty()));
  }

  private Account stranger(char name) {
    return stranger(name, name);
  }

  private Account stranger(char handle, char did) {
    return Account.creating(
        Did.parse("did:plc:" + String.valueOf(did).repeat(24)),
        Handle.parse(handle + ".test"),
        world.clock.instant());
  }
}
