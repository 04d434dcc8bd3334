package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hold whose repos and events lie in a database is to its callers what any other is. */
class DatabaseHoldTest {
  private static Map<String, String> database() {
    return Map.of("ORLOP_DATABASE_URL", TestPostgres.empty().url());
  }

  @Test
  void whileTheDatabaseIsAwayCallersAreToldSoAndAllGoesOnWhenItIsBack(@TempDir Path folder)
      throws IOException {
    DatabaseSettings database = TestPostgres.empty();
    String path = "/xrpc/com.atproto.repo.describeRepo?repo=did:web:hold.example.com";
    try (CutProxy proxy = new CutProxy(database);
        RunningHold hold =
            new RunningHold(folder, Map.of("ORLOP_DATABASE_URL", proxy.settings(database).url()))) {
      assertEquals(200, hold.get(path).statusCode());
      proxy.refuse();
      proxy.cut();
      assertEquals(503, hold.get(path).statusCode());
      proxy.mend();
      assertEquals(200, hold.get(path).statusCode());
    }
  }

  @Nested
  class Pulls extends PullCountsTest {
    private final Map<String, String> settings = database();

    @Override
    Map<String, String> settings() {
      return settings;
    }
  }

  @Nested
  class Reads extends RepoReadsTest {
    private final Map<String, String> settings = database();

    @Override
    Map<String, String> settings() {
      return settings;
    }
  }

  @Nested
  class Accounts extends AccountsTest {
    private final DatabaseSettings database = TestPostgres.empty();

    @Override
    Map<String, String> place() {
      return Map.of("ORLOP_DATABASE_URL", database.url());
    }
  }

  @Nested
  class Migrations extends MigrationTest {
    private final DatabaseSettings database = TestPostgres.empty();

    @Override
    Map<String, String> place() {
      return Map.of("ORLOP_DATABASE_URL", database.url());
    }
  }

  @Nested
  class Imports extends AccountImportTest {
    private final DatabaseSettings database = TestPostgres.empty();

    @Override
    Map<String, String> place() {
      return Map.of("ORLOP_DATABASE_URL", database.url());
    }
  }

  @Nested
  class KeyChanges extends KeyChangesTest {
    private final DatabaseSettings database = TestPostgres.empty();

    @Override
    Map<String, String> place() {
      return Map.of("ORLOP_DATABASE_URL", database.url());
    }
  }

  @Nested
  class AccountCrashes extends AccountCrashTest {
    private final DatabaseSettings database = TestPostgres.empty();

    @Override
    Map<String, String> place() {
      return Map.of("ORLOP_DATABASE_URL", database.url());
    }

    @Override
    long keys() {
      return TestPostgres.count(database, "account_keys WHERE place = 'current'");
    }

    @Override
    long repos() {
      return TestPostgres.count(database, "repos");
    }

    @Override
    boolean happens(AccountStep step) {
      return step != AccountStep.FRAME_HALF_WRITTEN;
    }
  }
}
