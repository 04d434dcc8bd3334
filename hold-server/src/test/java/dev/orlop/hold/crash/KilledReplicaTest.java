package dev.orlop.hold.crash;

import dev.orlop.hold.store.sql.SqlStep;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.hold.upload.UploadStep;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The same of a hold that is set up as one of several: a bucket and a database. */
class KilledReplicaTest extends KilledBucketHoldTest {
  @Override
  Place place(Path folder) throws Exception {
    return super.place(folder).with(TestPostgres.empty().url());
  }

  @Override
  Stream<Enum<?>> points() {
    return Stream.of(
        UploadStep.FOLDER_MADE,
        UploadStep.STARTED,
        UploadStep.PART_WRITTEN,
        UploadStep.ASSEMBLED,
        UploadStep.VERIFIED,
        UploadStep.INTENT_WRITTEN,
        UploadStep.PUBLISHED,
        SqlStep.EVENTS_WRITTEN);
  }
}
