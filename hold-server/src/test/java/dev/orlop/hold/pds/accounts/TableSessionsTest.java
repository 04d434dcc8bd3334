package dev.orlop.hold.pds.accounts;

import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import org.junit.jupiter.api.AfterEach;

class TableSessionsTest extends SessionsContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Database database = Database.connect(settings);

  @Override
  AccountWorld open() {
    return AccountWorld.inDatabase(settings, database);
  }

  @AfterEach
  void disconnect() {
    database.close();
  }
}
