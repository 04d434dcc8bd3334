package dev.orlop.hold.lease;

import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The same where leases lie in a table. */
class SharedBlobKeeperTest extends BlobKeeperTest {
  private final Database database = Database.connect(TestPostgres.migrated());

  @Override
  Leases leases(Duration length) {
    return new TableLeases(database, length, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }
}
