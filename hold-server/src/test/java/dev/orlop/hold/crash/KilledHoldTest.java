package dev.orlop.hold.crash;

import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.events.EventStep;
import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.pull.PullStep;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.upload.UploadStep;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What was answered is there after the process was killed, once: a hold in a folder. */
class KilledHoldTest extends KilledHolds {
  @Override
  Place place(Path folder) {
    return Place.files(folder);
  }

  @Override
  Stream<Enum<?>> points() {
    Stream<Enum<?>> ofEvents =
        Stream.of(EventStep.TOLD, EventStep.WRITTEN, EventStep.FORCED, EventStep.CHECKED);
    Stream<Enum<?>> ofAccounts =
        Stream.of(
            AccountStep.FRAME_HALF_WRITTEN,
            AccountStep.FRAME_FORCED,
            AccountStep.REPO_BEGUN,
            AccountStep.DID_REGISTERED,
            AccountStep.CHANGE_UNTOLD,
            AccountStep.REPO_REMOVED,
            dev.orlop.hold.pds.blobs.BlobStep.HELD);
    // Nothing goes to the trash in these lives, nor comes back.
    Stream<Enum<?>> ofBlobs = Stream.of(BlobStep.STAGED, BlobStep.FORCED, BlobStep.RENAMED);
    Stream<Enum<?>> ofAll =
        Stream.of(CrashPoint.values(), PullStep.values(), UploadStep.values())
            .flatMap(Arrays::stream);
    return Stream.of(ofEvents, ofAccounts, ofBlobs, ofAll).flatMap(points -> points);
  }

  @Test
  @Order(2)
  void nothingIsLostWhenItEndsAgainWhileItRecovers() throws Exception {
    story().liveUntil(CrashAt.of(UploadStep.INTENT_WRITTEN, 1));
    story().dieAtStart(CrashAt.of(BlobStep.RENAMED, 1));
    story().dieAtStart(CrashAt.of(CrashPoint.GROUP_FORCED, 1));
    story().restart();
  }

  @Test
  @Order(5)
  void afterAllThatTheIndexCanBeMadeAnew() throws Exception {
    story().end();
    story().loseIndex();
    story().restart();
  }
}
