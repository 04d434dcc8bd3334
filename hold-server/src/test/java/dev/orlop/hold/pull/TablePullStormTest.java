package dev.orlop.hold.pull;

import dev.orlop.hold.quota.QuotaSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.nio.file.Path;
import java.util.Optional;

/** The same with repo and journal in a database. */
class TablePullStormTest extends PullStormTest {
  @Override
  PullWorld open(Path root) {
    return new PullWorld(root, QuotaSettings.NONE, Optional.of(TestPostgres.migrated()));
  }
}
