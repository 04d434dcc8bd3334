package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.DigestLocks;
import dev.orlop.hold.disk.HourlyFiles;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.LeaseTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

/**
 * Leases in a table, of all processes on one database. Those that this process took in this hour it
 * remembers: to take one again costs nothing.
 */
public final class TableLeases implements Leases {
  private final LeaseTable table;
  private final Duration length;
  private final InstantSource clock;

  // Of this process's threads one at a time goes to the database for a blob: who waits there for
  // somebody else's lock has a connection meanwhile.
  private final DigestLocks locks = new DigestLocks();

  // Guarded by this.
  private long hour = Long.MIN_VALUE;
  private PrefixSet fresh = new PrefixSet();

  /**
   * Of a database whose tables are there.
   *
   * @param length of a lease
   */
  public TableLeases(Database database, Duration length, InstantSource clock) {
    this.table = new LeaseTable(database);
    this.length = length;
    this.clock = clock;
  }

  @Override
  public void take(Digest digest) {
    if (isFresh(digest)) {
      return;
    }
    try (var _ = locks.take(digest)) {
      if (isFresh(digest)) {
        return;
      }
      Instant now = clock.instant();
      long prefix = Leases.prefix(digest);
      // To the end of the hour it is not taken again.
      Instant until = now.plus(length).plus(Duration.ofHours(1));
      table.take(prefix, until.getEpochSecond());
      remember(prefix, HourlyFiles.hour(now));
    }
  }

  private void remember(long prefix, long taken) {
    boolean isNewHour = false;
    synchronized (this) {
      if (taken != hour) {
        isNewHour = hour != Long.MIN_VALUE;
        hour = taken;
        fresh = new PrefixSet();
      }
      fresh.add(prefix);
    }
    if (isNewHour) {
      table.removeExpired(clock.instant().getEpochSecond());
    }
  }

  @Override
  public synchronized boolean isFresh(Digest digest) {
    return HourlyFiles.hour(clock.instant()) == hour && fresh.contains(Leases.prefix(digest));
  }

  @Override
  public boolean isTaken(Digest digest) {
    return table.isTaken(Leases.prefix(digest), clock.instant().getEpochSecond());
  }

  @Override
  public long count() {
    return table.count(clock.instant().getEpochSecond());
  }

  @Override
  public Alone alone(Collection<Digest> digests) {
    DigestLocks.Held mine = locks.take(digests);
    try {
      long[] prefixes = digests.stream().mapToLong(Leases::prefix).sorted().distinct().toArray();
      return new TableAlone(mine, table.lock(prefixes, clock.instant().getEpochSecond()));
    } catch (RuntimeException e) {
      mine.close();
      throw e;
    }
  }

  private record TableAlone(DigestLocks.Held mine, LeaseTable.Locked locked) implements Alone {
    @Override
    public boolean isTaken(Digest digest) {
      return locked.taken().contains(Leases.prefix(digest));
    }

    @Override
    public void require() {
      locked.require();
    }

    @Override
    public void close() {
      try (mine) {
        locked.close();
      }
    }
  }

  @Override
  public void close() {
    // The database is others' to close.
  }
}
