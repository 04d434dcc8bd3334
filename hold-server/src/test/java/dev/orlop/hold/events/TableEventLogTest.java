package dev.orlop.hold.events;

import dev.orlop.hold.store.sql.TestPostgres;
import java.nio.file.Path;
import java.util.Optional;

/** Events in a table. */
class TableEventLogTest extends EventContract {
  @Override
  EventWorld open(Path own, EventLog.Settings settings) {
    return new EventWorld(own, settings, Optional.of(TestPostgres.migrated()));
  }
}
