package dev.orlop.hold.crash;

import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.upload.UploadStep;
import dev.orlop.testkit.LocalS3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The same of a hold whose blobs lie in a bucket, of an S3 that lives on. */
class KilledBucketHoldTest extends KilledHolds {
  private @Nullable LocalS3 s3;

  @Override
  Place place(Path folder) throws Exception {
    Path objects = Files.createDirectory(folder.resolve("s3"));
    LocalS3 started = S3World.start(objects);
    s3 = started;
    return Place.bucket(objects.resolve(S3World.BUCKET), started.endpoint());
  }

  @AfterAll
  void closeS3() {
    if (s3 != null) {
      s3.close();
    }
  }

  @Override
  Stream<Enum<?>> points() {
    return Stream.of(
        BlobStep.STAGED,
        BlobStep.RENAMED,
        UploadStep.FOLDER_MADE,
        UploadStep.STARTED,
        UploadStep.PART_WRITTEN,
        UploadStep.ASSEMBLED,
        UploadStep.VERIFIED,
        UploadStep.INTENT_WRITTEN,
        UploadStep.PUBLISHED);
  }
}
