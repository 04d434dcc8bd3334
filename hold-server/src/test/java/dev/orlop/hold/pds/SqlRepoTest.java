package dev.orlop.hold.pds;

import dev.orlop.hold.store.sql.TestPostgres;
import java.nio.file.Path;
import java.util.Optional;

/** Repos in a database. */
class SqlRepoTest extends RepoContract {
  @Override
  RepoWorld open(Path own, Repos.Settings settings) {
    return new RepoWorld(own, settings, Optional.of(TestPostgres.migrated()));
  }
}
