package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.LockoutTable;

/** Wrong passwords that several processes count together. */
final class TableLockout implements Lockout {
  private final LockoutTable table;

  TableLockout(Database database) {
    this.table = new LockoutTable(database, MAX_FAILURES, LIFE);
  }

  @Override
  public boolean isLocked(Did did) {
    return table.isLocked(did);
  }

  @Override
  public void failed(Did did) {
    table.failed(did);
  }

  @Override
  public void succeeded(Did did) {
    table.succeeded(did);
  }
}
