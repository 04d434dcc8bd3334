package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.SqlStep;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableAccountLogTest extends AccountLogContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Database database = Database.connect(settings);

  @Override
  AccountWorld open() {
    return AccountWorld.inDatabase(settings, database, 50, new ArrayList<>());
  }

  @AfterEach
  void disconnect() {
    database.close();
  }

  private static void at(SqlStep step, Runnable action) {
    CrashHook.hook(
        point -> {
          if (point == step) {
            CrashHook.unhook();
            action.run();
          }
        });
  }

  @Test
  void aConnectionThatIsCutWhileItCommitsChangesWhatItWasToChangeOnce() throws IOException {
    world.add(ALICE, "alice.test", "secret");
    try (CutProxy proxy = new CutProxy(settings);
        Database cut = Database.connect(proxy.settings(settings));
        AccountWorld other = AccountWorld.inDatabase(settings, cut)) {
      for (SqlStep step : List.of(SqlStep.COMMITTING, SqlStep.COMMITTED)) {
        at(step, proxy::cut);
        Sessions.Pair tokens = other.sessions.begin(ALICE, Optional.empty());
        assertTrue(world.sessions.goesOn(ALICE, tokens.session().id()), step.toString());
      }
      assertEquals(2, world.accounts.log().tables().sessionsOf(ALICE).size());
    }
  }

  @Test
  void anAnswerThatIsLostIsFoundOut() throws IOException {
    world.add(ALICE, "alice.test", "secret");
    try (CutProxy proxy = new CutProxy(settings);
        Database cut = Database.connect(proxy.settings(settings));
        AccountWorld other = AccountWorld.inDatabase(settings, cut)) {
      at(
          SqlStep.COMMITTING,
          () -> {
            proxy.swallowAnswers();
            proxy.refuse();
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (world.accounts.log().tables().sessionsOf(ALICE).isEmpty()) {
                        Thread.onSpinWait();
                      }
                      proxy.mend();
                    });
          });
      Sessions.Pair tokens = other.sessions.begin(ALICE, Optional.empty());
      assertEquals(List.of(tokens.session()), world.accounts.log().tables().sessionsOf(ALICE));
    }
  }

  @Test
  void whileTheDatabaseIsAwayNobodyIsAnsweredByWhatIsInMemory() throws IOException {
    world.add(ALICE, "alice.test", "secret");
    try (CutProxy proxy = new CutProxy(settings);
        Database cut = Database.connect(proxy.settings(settings));
        AccountWorld other = AccountWorld.inDatabase(settings, cut)) {
      assertTrue(other.accounts.find(ALICE).isPresent());
      proxy.refuse();
      proxy.cut();
      assertThrows(StoreFailedException.class, () -> other.accounts.find(ALICE));
      proxy.mend();
      assertTrue(other.accounts.find(ALICE).isPresent());
    }
  }

  @Test
  void whoFellBehindALogThatWasRewrittenReadsItAnew() {
    world.add(ALICE, "alice.test", "secret");
    try (AccountWorld other = AccountWorld.inDatabase(settings, database)) {
      assertTrue(other.accounts.find(ALICE).isPresent());
      String gone = other.invites.create(1);
      assertTrue(other.invites.isGood(gone));
      List<AccountEntry> begun = other.accounts.log().tables().entries();
      for (int i = 0; i < 200; i++) {
        world.accounts.setPassword(ALICE, world.hasher.hash("secret"));
      }
      List<AccountEntry> now = world.accounts.log().tables().entries();
      assertEquals(begun.size(), now.size());
      assertEquals(now, other.accounts.log().tables().entries());
    }
  }
}
