package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.APP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.FaultyDisk.Op;
import dev.orlop.hold.disk.Freeze;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the journal in files. */
class PullRestartTest extends PullRestartContract {
  @Override
  PullWorld open(Path root) {
    return new PullWorld(root);
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITTEN", "FORCED"})
  void aPullThatIsOnDiskButNotAnsweredCountsOnceOrNotAtAll(PullStep step) throws Exception {
    Freeze freeze = Freeze.at(step);
    Thread.startVirtualThread(() -> world.pull(APP));
    freeze.await();
    // The file system has it, and a kill of the process leaves that be.
    world.kill();
    world.assertPulled(ANSWERED + 1, APP);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "GROUP_HALF_WRITTEN",
        "GROUP_WRITTEN",
        "GROUP_FORCED",
        "INDEX_HALF_WRITTEN",
        "GROUP_INDEXED"
      })
  void anEndInTheMiddleOfTheCommitCountsNothingTwice(CrashPoint point) {
    Crash.at(point);
    assertThrows(Crash.class, world::fold);
    CrashHook.unhook();
    world.assertPulled(ANSWERED, APP);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotMadeAgain() {
    AtomicBoolean once = new AtomicBoolean(true);
    CrashHook.hook(
        point -> {
          if (point == CrashPoint.INDEX_HALF_WRITTEN && once.getAndSet(false)) {
            throw new StoreFailedException("the index is away", new IOException("gone"));
          }
        });
    assertThrows(StoreFailedException.class, world::fold);
    assertEquals(ANSWERED, world.pulled(APP));
    world.pull(APP);
    assertEquals(ANSWERED + 1, world.pulled(APP));
    world.fold();
    assertEquals(ANSWERED + 1, world.recorded(APP));
    world.assertPulled(ANSWERED + 1, APP);
  }

  @Test
  void howManyFoldsThereWereOneFileIsLeft() throws IOException {
    oneFoldIsOneCommit();
    assertEquals(1, files());
  }

  @Test
  void whatTheDiskRefusedToRecordIsNotCountedAfterARestart() {
    for (Op refused : new Op[] {Op.WRITE, Op.FORCE}) {
      world.disk.refuse(op -> op == refused);
      assertThrows(PullNotRecordedException.class, () -> world.pull(APP));
      world.disk.mend();
    }
    world.assertPulled(ANSWERED, APP);
  }

  @Test
  void aFoldThatFindsNoRoomForItsNextGenerationLosesNothing() {
    world.disk.fill();
    assertThrows(RuntimeException.class, world::fold);
    world.disk.mend();
    world.pull(APP);
    world.assertPulled(ANSWERED + 1, APP);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("pulls"))) {
      return files.count();
    }
  }
}
