package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.app.Guests.Guest;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.pds.CompactionRule;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.mst.RepoState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Logs are rewritten while the hold runs. */
class LogKeeperTest {
  private static final Map<String, String> SOON =
      Map.of(
          "ORLOP_ACCOUNTS_ENABLED", "true",
          "ORLOP_ACCOUNTS_INVITES", "false",
          "ORLOP_REPOS_COMPACT_ABOVE", "20000",
          "ORLOP_REPOS_COMPACT_FACTOR", "3");

  @TempDir Path folder;
  private RunningHold hold;
  private Guest carol;
  private Guest dora;

  @BeforeEach
  void start() {
    hold = Guests.openHold(folder, SOON);
    Guests guests = new Guests(hold);
    carol = guests.create("carol");
    dora = guests.create("dora");
    for (int i = 0; i < 40; i++) {
      Guests.done(guests.note(carol, carol.did(), "note " + i));
    }
    Guests.done(guests.note(dora, dora.did(), "only one"));
  }

  @AfterEach
  void stop() {
    CrashHook.unhook();
    hold.close();
  }

  private Repo repo(Guest guest) {
    HoldFolder opened = hold.server().folder();
    return opened.repoOf(opened.hosting().accounts().find(Did.parse(guest.did())).orElseThrow());
  }

  @Test
  void onlyALogThatIsLongAndMostlyDeadIsRewrittenAndOnlyOnce() {
    RepoState head = repo(carol).head();
    long before = repo(carol).logBytes();
    assertEquals(List.of(Did.parse(carol.did())), hold.server().logs().look());
    assertTrue(repo(carol).logBytes() < before / 3);
    assertEquals(head, repo(carol).head());
    assertEquals(List.of(), hold.server().logs().look());
    Guests.done(new Guests(hold).note(carol, carol.did(), "goes on"));
  }

  @ParameterizedTest
  @EnumSource(value = CrashPoint.class, mode = Mode.MATCH_ANY, names = "COMPACTION_.*")
  void whereTheProcessEndsMeanwhileTheRepoIsAsItWas(CrashPoint point) {
    RepoState head = repo(carol).head();
    Crash.at(point);
    assertThrows(Crash.class, () -> hold.server().logs().look());
    CrashHook.unhook();
    hold.restart(SOON);
    assertEquals(head, repo(carol).head());
    Guests.done(new Guests(hold).note(carol, carol.did(), "goes on"));
  }

  @Test
  void theRuleAsksForBothAndCanBeSwitchedOff() {
    CompactionRule rule = new CompactionRule(1000, 4);
    assertFalse(rule.suits(1000, 0));
    assertFalse(rule.suits(4000, 1000));
    assertTrue(rule.suits(4004, 1000));
    assertFalse(new CompactionRule(1000, 0).suits(1 << 30, 1));
  }
}
