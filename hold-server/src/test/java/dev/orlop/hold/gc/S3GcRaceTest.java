package dev.orlop.hold.gc;

import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.s3.S3BlobStore;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.disk.Disk;
import dev.orlop.testkit.LocalS3;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The race over a bucket of s3proxy, in this process. */
class S3GcRaceTest extends GcRaceContract {
  private @Nullable LocalS3 s3;
  private @Nullable S3BlobStore store;

  @Override
  BlobStore open(Path root) {
    Path place = root.resolve("s3");
    Disk.REAL.createDirectories(place);
    LocalS3 started = S3World.start(place);
    S3BlobStore opened = S3BlobStore.open(S3World.settings(started.endpoint()));
    s3 = started;
    store = opened;
    return opened;
  }

  @AfterEach
  void stop() {
    if (store != null) {
      store.close();
    }
    if (s3 != null) {
      s3.close();
    }
  }
}
