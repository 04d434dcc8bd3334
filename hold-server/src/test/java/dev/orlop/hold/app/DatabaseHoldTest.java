package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.net.http.HttpRequest;
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

  /** Where the hold's records stand; what is in memory is brought there for all that follows. */
  @Test
  void whoReadsOrLooksCostsTheDatabaseOneQuestion(@TempDir Path folder) throws IOException {
    DatabaseSettings database = TestPostgres.empty();
    try (CutProxy proxy = new CutProxy(database);
        RunningHold hold =
            new RunningHold(folder, Map.of("ORLOP_DATABASE_URL", proxy.settings(database).url()))) {
      RunningHold.Account alice = hold.account("alice.test");
      hold.appoint(alice, true, false);
      Digest digest = new BlobCalls(hold).upload(alice, BlobCalls.bytes(1, 1000));
      HttpRequest.Builder request =
          hold.request(BlobCalls.getBlob(alice, digest, ""))
              .header("Authorization", "Bearer " + hold.token(alice));
      assertEquals(1, questions(proxy, hold, request.GET().build()));
      assertEquals(1, questions(proxy, hold, request.HEAD().build()));
    }
  }

  /** The fewest of many times: now and then the hold asks something for itself, too. */
  private static long questions(CutProxy proxy, RunningHold hold, HttpRequest request) {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < 50; i++) {
      long before = proxy.questions();
      assertEquals(200, hold.send(request).statusCode());
      fewest = Math.min(fewest, proxy.questions() - before);
    }
    return fewest;
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
  class RecordBlobs extends RecordBlobsHttpTest {
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
