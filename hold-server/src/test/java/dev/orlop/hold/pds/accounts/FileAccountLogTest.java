package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.testkit.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileAccountLogTest {
  @TempDir Path folder;

  @AfterEach
  void goOn() {
    CrashHook.unhook();
  }

  private Path file() {
    return folder.resolve("accounts/accounts.log");
  }

  @Test
  void aLogThatEndsAnywhereHasTheEntriesThatAreWholeAndGoesOnBehindThem() throws IOException {
    try (AccountWorld world = AccountWorld.inFolder(folder)) {
      world.invites.create(1);
      world.invites.create(2);
      long two = ((FileAccountLog) world.accounts.log()).size();
      String third = world.invites.create(3);
      byte[] bytes = Files.readAllBytes(file());
      for (int length = (int) two; length < bytes.length; length++) {
        world.accounts.close();
        Files.write(file(), Arrays.copyOf(bytes, length));
        world.open();
        assertFalse(world.invites.isGood(third), "cut at " + length);
        assertEquals(2, world.accounts.log().tables().size());

        world.accounts.close();
        // A file may have got its length and not its bytes when the power went.
        byte[] zeros = Arrays.copyOf(Arrays.copyOf(bytes, length), bytes.length);
        if (Arrays.equals(zeros, bytes)) {
          // The last byte was a zero: nothing is missing.
          world.open();
          break;
        }
        Files.write(file(), zeros);
        world.open();
        assertEquals(2, world.accounts.log().tables().size(), "zeros from " + length);

        String next = world.invites.create(4);
        world.reopen();
        assertTrue(world.invites.isGood(next), "written behind what was cut at " + length);
      }
    }
  }

  @Test
  void whatIsWrongInTheMiddleIsDamageAndIsNotCutOff() throws IOException {
    try (AccountWorld world = AccountWorld.inFolder(folder)) {
      world.invites.create(1);
      int from = (int) ((FileAccountLog) world.accounts.log()).size();
      world.invites.create(2);
      int to = (int) ((FileAccountLog) world.accounts.log()).size();
      world.invites.create(3);
      world.accounts.close();
      byte[] bytes = Files.readAllBytes(file());
      for (int i = from; i < to; i++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= 0x10;
        Files.write(file(), damaged);
        assertThrows(StoreDamagedException.class, world::open, "byte " + i);
        assertEquals(bytes.length, Files.size(file()));
      }
      Files.write(file(), bytes);
      world.open();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountStep.class,
      names = {"FRAME_HALF_WRITTEN", "FRAME_WRITTEN", "FRAME_FORCED"})
  void aCrashWhileAnEntryIsWrittenLeavesItWholeOrNotAtAll(AccountStep step) {
    try (AccountWorld world = AccountWorld.inFolder(folder)) {
      world.add(ALICE, "alice.test", "secret");
      Sessions.Pair tokens = world.sessions.begin(ALICE, Optional.empty());
      Crash.at(step);
      assertThrows(Crash.class, () -> world.sessions.renew(tokens.refresh()));
      CrashHook.unhook();

      world.reopen();

      // Nobody was answered, so the token may come again, and is good either way.
      assertTrue(
          world.sessions.renew(tokens.refresh()) instanceof Sessions.Renewal.Renewed,
          step.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountStep.class,
      names = {"REWRITE_HALF_WRITTEN", "REWRITE_WRITTEN", "REWRITE_RENAMED"})
  void aCrashWhileTheLogIsRewrittenLosesNothing(AccountStep step) {
    try (AccountWorld world = AccountWorld.inFolder(folder, 2000)) {
      world.add(ALICE, "alice.test", "secret");
      Crash.at(step);
      Sessions.Pair tokens = world.sessions.begin(ALICE, Optional.empty());
      boolean crashed = false;
      for (int i = 0; i < 100 && !crashed; i++) {
        try {
          world.sessions.begin(ALICE, Optional.empty());
          world.sessions.end(tokens.refresh());
          world.accounts.setPassword(ALICE, world.hasher.hash("secret"));
        } catch (Crash _) {
          crashed = true;
        }
      }
      assertTrue(crashed, "the log was never rewritten");
      CrashHook.unhook();
      List<AccountEntry> before = world.accounts.log().tables().entries();
      world.reopen();
      assertEquals(before, world.accounts.log().tables().entries());
    }
  }

  @Test
  void aLogThatIsMostlyDeadIsRewrittenAndSaysTheSame() {
    try (AccountWorld world = AccountWorld.inFolder(folder, 4000)) {
      world.add(ALICE, "alice.test", "secret");
      Sessions.Pair tokens = world.sessions.begin(ALICE, Optional.empty());
      for (int i = 0; i < 500; i++) {
        world.clock.advance(Session.GRACE);
        tokens = ((Sessions.Renewal.Renewed) world.sessions.renew(tokens.refresh())).tokens();
        assertTrue(((FileAccountLog) world.accounts.log()).size() < 6000, "after " + i);
      }
      world.reopen();
      assertEquals(
          Optional.of(tokens.session()),
          world.accounts.log().tables().session(tokens.session().id()));
    }
  }

  @Test
  void aDiskThatRefusesOneStepLosesNothingAndTheNextChangeGoesOn() {
    try (AccountWorld world = AccountWorld.inFolder(folder, 3000)) {
      world.add(ALICE, "alice.test", "secret");
      for (int step = 0; step < 60; step++) {
        List<AccountEntry> before = world.accounts.log().tables().entries();
        world.disk.failOnceAfter(step % 8);
        try {
          world.accounts.setPassword(ALICE, world.hasher.hash("secret" + step));
        } catch (DiskException _) {
          assertEquals(before, world.accounts.log().tables().entries(), "refused at " + step);
        }
        world.disk.mend();
        world.accounts.setDeactivated(ALICE, step % 2 == 0);
        List<AccountEntry> after = world.accounts.log().tables().entries();
        world.reopen();
        assertEquals(after, world.accounts.log().tables().entries(), "after step " + step);
      }
    }
  }

  @Test
  void bytesThatAreNoEntriesAreRefused() {
    List<AccountEntry> entries;
    try (AccountWorld world = AccountWorld.inFolder(folder)) {
      world.add(ALICE, "alice.test", "secret");
      world.sessions.begin(ALICE, Optional.empty());
      world.apps.create(ALICE, "phone", true);
      world.invites.create(1);
      entries = world.accounts.log().tables().entries();
    }
    byte[] bytes = AccountEntryCodec.encode(entries);
    assertEquals(entries, AccountEntryCodec.decode(bytes));
    Fuzz.run(
        List.of(bytes),
        20_000,
        AccountEntryCodec.BadEntryException.class,
        AccountEntryCodec::decode);
  }
}
