package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableWithdrawalsTest extends WithdrawalsContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Database database = Database.connect(settings);

  @Override
  Withdrawals open(InstantSource time) {
    return new TableWithdrawals(database, time);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatOneProcessWasToldAllKnow() {
    open(InstantSource.system()).add(ALICE, BLOB);
    try (Database other = Database.connect(settings)) {
      assertTrue(new TableWithdrawals(other, InstantSource.system()).has(ALICE, BLOB));
    }
  }

  @Test
  void whoGivesABlobUpWhileTheDatabaseIsAwayIsForgottenAndNothingFails() throws IOException {
    try (CutProxy proxy = new CutProxy(settings);
        Database cut = Database.connect(proxy.settings(settings))) {
      proxy.refuse();
      proxy.cut();
      new TableWithdrawals(cut, InstantSource.system()).add(ALICE, BLOB);
    }
    assertFalse(open(InstantSource.system()).has(ALICE, BLOB));
  }
}
