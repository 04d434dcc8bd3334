package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.accounts.Sessions.Renewal;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one process answered holds at the other from then on. */
class TwoAccountProcessesTest {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Database database = Database.connect(settings);
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private AccountWorld here;
  private AccountWorld there;

  @BeforeEach
  void start() {
    here = AccountWorld.inDatabase(settings, database, 5000, told);
    there = AccountWorld.inDatabase(settings, database, 5000, told);
    here.add(ALICE, "alice.test", "secret");
    told.clear();
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
    database.close();
  }

  private static boolean signsIn(AccountWorld world, String password) {
    return world.signIn.check("alice.test", password).isPresent();
  }

  @Test
  void aSessionThatIsEndedIsOver() {
    Sessions.Pair tokens = here.sessions.begin(ALICE, Optional.empty());
    assertTrue(there.sessions.goesOn(ALICE, tokens.session().id()));
    here.sessions.end(tokens.refresh());
    assertFalse(there.sessions.goesOn(ALICE, tokens.session().id()));
  }

  @Test
  void ofManyWhoRenewAtOnceAtBothAllGetOneSuccessor() throws Exception {
    Sessions.Pair first = here.sessions.begin(ALICE, Optional.empty());
    Set<String> successors = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Renewal>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        AccountWorld world = i % 2 == 0 ? here : there;
        all.add(threads.submit(() -> world.sessions.renew(first.refresh())));
      }
      for (Future<Renewal> one : all) {
        successors.add(assertInstanceOf(Renewal.Renewed.class, one.get()).tokens().refresh());
      }
    }
    assertEquals(1, successors.size());
    there.clock.advance(Session.GRACE);
    assertInstanceOf(Renewal.Over.class, there.sessions.renew(first.refresh()));
    assertFalse(here.sessions.goesOn(ALICE, first.session().id()));
  }

  @Test
  void anAppPasswordThatIsRevokedSignsNobodyIn() {
    AppPasswords.Creation.Created app =
        (AppPasswords.Creation.Created) here.apps.create(ALICE, "phone", false);
    assertTrue(signsIn(there, app.secret()));
    here.apps.revoke(ALICE, "phone");
    assertFalse(signsIn(there, app.secret()));
  }

  @Test
  void anAccountIsAsItWasMadeLast() {
    here.accounts.setDeactivated(ALICE, true);
    assertEquals(AccountStatus.DEACTIVATED, there.accounts.find(ALICE).orElseThrow().status());
    there.accounts.setTakendown(ALICE, true);
    assertEquals(AccountStatus.TAKENDOWN, here.accounts.find(ALICE).orElseThrow().status());
    here.accounts.leave(ALICE);
    assertTrue(there.accounts.find(ALICE).isEmpty());
    assertFalse(signsIn(there, "secret"));
  }

  @Test
  void anInviteCodeIsGoodAsOftenAsItSays() throws Exception {
    String code = here.invites.create(5);
    int taken = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Accounts.Place>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        AccountWorld world = i % 2 == 0 ? here : there;
        Account account = stranger((char) ('b' + i));
        all.add(threads.submit(() -> world.accounts.place(account, Optional.of(code))));
      }
      for (Future<Accounts.Place> one : all) {
        taken += one.get() == Accounts.Place.TAKEN ? 1 : 0;
      }
    }
    assertEquals(5, taken);
    assertFalse(there.invites.isGood(code));
  }

  private Account stranger(char name) {
    return Account.creating(
        Did.parse("did:plc:" + String.valueOf(name).repeat(24)),
        Handle.parse(name + ".test"),
        here.clock.instant());
  }

  @Test
  void aHandleIsOneAccountsAlone() {
    there.add(AccountWorld.BOB, "bob.test", "secret");
    assertTrue(here.accounts.setHandle(ALICE, Handle.parse("new.test")));
    assertFalse(there.accounts.setHandle(AccountWorld.BOB, Handle.parse("new.test")));
    assertTrue(there.accounts.setHandle(AccountWorld.BOB, Handle.parse("alice.test")));
  }

  @Test
  void wrongPasswordsAreCountedTogether() {
    for (int i = 0; i < Lockout.MAX_FAILURES; i++) {
      assertFalse(signsIn(i % 2 == 0 ? here : there, "wrong"));
    }
    assertFalse(signsIn(here, "secret"));
    assertFalse(signsIn(there, "secret"));
    here.pass(Lockout.LIFE);
    assertTrue(signsIn(there, "secret"));
  }

  @Test
  void aWordIsGoodOnce() {
    String word = here.confirmations.word(ALICE, Confirmations.Purpose.DELETE);
    assertEquals(
        Confirmations.Verdict.GOOD,
        there.confirmations.use(ALICE, Confirmations.Purpose.DELETE, word));
    assertEquals(
        Confirmations.Verdict.BAD,
        here.confirmations.use(ALICE, Confirmations.Purpose.DELETE, word));
  }

  @Test
  void whatTheNetworkIsToldLastIsHowThingsAre() throws Exception {
    for (int round = 0; round < 20; round++) {
      told.clear();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          AccountWorld world = i % 2 == 0 ? here : there;
          boolean is = i / 2 % 2 == 0;
          all.add(threads.submit(() -> world.accounts.setDeactivated(ALICE, is)));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
      List<String> states = told.stream().filter(line -> line.startsWith("account")).toList();
      String now = there.accounts.find(ALICE).orElseThrow().status().wireName();
      assertEquals("account " + now, states.getLast());
    }
  }
}
