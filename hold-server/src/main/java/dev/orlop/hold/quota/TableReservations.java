package dev.orlop.hold.quota;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.HourlyFiles;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.BroughtTable;
import dev.orlop.hold.store.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reservations in a table, of all processes on one database. What records name by now is left out
 * when it is asked, and removed then; a process whose index of records is a moment behind reserves
 * too much for that moment, never too little.
 */
public final class TableReservations implements Reservations {
  private static final System.Logger LOGGER = System.getLogger(TableReservations.class.getName());

  private final BroughtTable table;
  private final LayerIndex layers;
  private final Duration lease;
  private final InstantSource clock;
  private final AtomicLong tidiedHour = new AtomicLong(Long.MIN_VALUE);

  /**
   * Of a database whose tables are there.
   *
   * @param lease how long a blob is kept that no record names
   */
  public TableReservations(
      Database database, LayerIndex layers, Duration lease, InstantSource clock) {
    this.table = new BroughtTable(database);
    this.layers = layers;
    this.lease = lease;
    this.clock = clock;
  }

  @Override
  public void keep(Did account, StoredBlob blob) {
    Did did = account.canonical();
    if (layers.uses(did, blob.digest())) {
      return;
    }
    Instant now = clock.instant();
    try {
      table.keep(
          did.toString(), blob.digest().toString(), blob.size(), now.plus(lease).getEpochSecond());
      long hour = HourlyFiles.hour(now);
      if (tidiedHour.getAndSet(hour) != hour) {
        table.removeExpired(now.getEpochSecond());
      }
    } catch (StoreFailedException | StoreBusyException e) {
      // The blob is there; what records name is counted before they are written.
      LOGGER.log(System.Logger.Level.WARNING, "a blob could not be reserved", e);
    }
  }

  @Override
  public void release(Did account, Digest digest) {
    table.remove(account.canonical().toString(), List.of(digest.toString()));
  }

  @Override
  public long bytes(Did account) {
    Did did = account.canonical();
    long bytes = 0;
    List<String> named = new ArrayList<>();
    for (BroughtTable.Row row : table.of(did.toString(), clock.instant().getEpochSecond())) {
      if (layers.uses(did, Digest.parse(row.digest()))) {
        named.add(row.digest());
      } else {
        bytes += row.size();
      }
    }
    if (!named.isEmpty()) {
      table.remove(did.toString(), named);
    }
    return bytes;
  }

  @Override
  public void close() {
    // The database is others' to close.
  }
}
