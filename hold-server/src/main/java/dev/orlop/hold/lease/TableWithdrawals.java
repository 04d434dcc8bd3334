package dev.orlop.hold.lease;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.WithdrawalTable;
import java.time.Instant;
import java.time.InstantSource;

/** In a table, of all processes on one database. */
public final class TableWithdrawals implements Withdrawals {
  private static final System.Logger LOGGER = System.getLogger(TableWithdrawals.class.getName());

  private final WithdrawalTable table;
  private final InstantSource clock;

  /** Of a database whose tables are there. */
  public TableWithdrawals(Database database, InstantSource clock) {
    this.table = new WithdrawalTable(database);
    this.clock = clock;
  }

  @Override
  public void add(Did account, Digest digest) {
    Instant now = clock.instant();
    try {
      table.add(
          account.canonical().toString(),
          digest.toString(),
          now.getEpochSecond(),
          now.plus(LATELY).getEpochSecond());
    } catch (StoreFailedException | StoreBusyException e) {
      // The blob is in the trash by now, and to forget who put it there harms nobody.
      LOGGER.log(System.Logger.Level.WARNING, "a blob that was given up is not remembered", e);
    }
  }

  @Override
  public boolean has(Did account, Digest digest) {
    return table.has(
        account.canonical().toString(), digest.toString(), clock.instant().getEpochSecond());
  }
}
