package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static dev.orlop.hold.pds.accounts.AccountWorld.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of the log of accounts wherever it lies. */
abstract class AccountLogContract {
  AccountWorld world;

  abstract AccountWorld open();

  @BeforeEach
  void start() {
    world = open();
  }

  @AfterEach
  void stop() {
    CrashHook.unhook();
    world.close();
  }

  @Test
  void allThatWasAnsweredIsThereAfterARestart() {
    world.add(ALICE, "alice.test", "secret");
    world.add(BOB, "bob.test", "secret");
    world.accounts.setDeactivated(BOB, true);
    Sessions.Pair tokens = world.sessions.begin(ALICE, Optional.empty());
    world.apps.create(ALICE, "phone", false);
    String invite = world.invites.create(3);
    List<AccountEntry> before = world.accounts.log().tables().entries();

    world.reopen();

    assertEquals(before, world.accounts.log().tables().entries());
    assertEquals(AccountStatus.DEACTIVATED, world.accounts.find(BOB).orElseThrow().status());
    assertTrue(world.sessions.goesOn(ALICE, tokens.session().id()));
    assertTrue(world.invites.isGood(invite));
  }

  @Test
  void newsThatNobodyWasToldOfBeforeACrashAreToldAfterIt() {
    world.add(ALICE, "alice.test", "secret");
    assertEquals(List.of("coming", "identity alice.test", "account active", "sync"), world.told);
    world.told.clear();
    Crash.at(AccountStep.CHANGE_UNTOLD);
    assertThrows(Crash.class, () -> world.accounts.setTakendown(ALICE, true));
    CrashHook.unhook();
    world.reopen();
    assertEquals(List.of("account takendown"), world.told);
    world.reopen();
    assertEquals(List.of("account takendown"), world.told);
    world.told.clear();
    world.accounts.setTakendown(ALICE, false);
    assertEquals(List.of("account active", "identity alice.test", "sync"), world.told);
  }

  @Test
  void whatCameAboutUntoldIsToldTogetherWithWhatComesNext() {
    world.add(ALICE, "alice.test", "secret");
    world.told.clear();
    Crash.at(AccountStep.CHANGE_UNTOLD);
    assertThrows(Crash.class, () -> world.accounts.setHandle(ALICE, Handle.parse("al.test")));
    CrashHook.unhook();
    world.accounts.setDeactivated(ALICE, true);
    assertEquals(List.of("identity al.test", "account deactivated"), world.told);
  }

  @Test
  void aLogThatIsMostlyDeadSaysTheSameOnceItIsRewritten() {
    world.add(ALICE, "alice.test", "secret");
    Sessions.Pair tokens = world.sessions.begin(ALICE, Optional.empty());
    for (int i = 0; i < 300; i++) {
      world.clock.advance(Session.GRACE);
      tokens = ((Sessions.Renewal.Renewed) world.sessions.renew(tokens.refresh())).tokens();
    }
    List<AccountEntry> before = world.accounts.log().tables().entries();
    world.reopen();
    assertEquals(before, world.accounts.log().tables().entries());
    assertEquals(2, before.size());
  }
}
