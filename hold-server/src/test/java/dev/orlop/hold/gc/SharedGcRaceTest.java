package dev.orlop.hold.gc;

import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.s3.S3BlobStore;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.lease.Leases;
import dev.orlop.hold.lease.TableLeases;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.testkit.LocalS3;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/**
 * The race between processes that share nothing but a bucket and a database: each has its own
 * client, its own connections, its own locks and memories.
 */
class SharedGcRaceTest extends GcRaceContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final List<Database> databases = new ArrayList<>();
  private final List<S3BlobStore> stores = new ArrayList<>();
  private Optional<LocalS3> s3 = Optional.empty();

  @Override
  int processes() {
    return 3;
  }

  @Override
  BlobStore open(Path root) {
    if (s3.isEmpty()) {
      Path place = root.resolve("s3");
      Disk.REAL.createDirectories(place);
      s3 = Optional.of(S3World.start(place));
    }
    S3BlobStore opened = S3BlobStore.open(S3World.settings(s3.get().endpoint()));
    stores.add(opened);
    return opened;
  }

  @Override
  Leases leases(Duration length, InstantSource time) {
    Database database = Database.connect(settings);
    databases.add(database);
    return new TableLeases(database, length, time);
  }

  @AfterEach
  void stop() {
    stores.forEach(S3BlobStore::close);
    databases.forEach(Database::close);
    s3.ifPresent(LocalS3::close);
  }
}
