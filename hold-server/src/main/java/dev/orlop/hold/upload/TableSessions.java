package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.SharedLocks;
import dev.orlop.hold.store.sql.UploadTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Sessions, and what uploads take, in a table: of all processes on one database. */
public final class TableSessions implements SessionStore, Ledger {
  private static final int STALE_AT_ONCE = 1_000;

  private final UploadTable table;
  private final SharedLocks locks;
  private final InstantSource clock;

  /**
   * Of a database whose tables are there.
   *
   * @param locks by which processes keep out of each other's way
   */
  public TableSessions(Database database, SharedLocks locks, InstantSource clock) {
    this.table = new UploadTable(database);
    this.locks = locks;
    this.clock = clock;
  }

  @Override
  public void write(UploadId id, Did owner, String session, Instant now) {
    table.write(id.uuid(), owner.toString(), session, now.toEpochMilli());
  }

  @Override
  public Optional<Kept> read(UploadId id) {
    return table.read(id.uuid()).map(TableSessions::kept);
  }

  @Override
  public Optional<Kept> touch(UploadId id, Instant now) {
    return table.touch(id.uuid(), now.toEpochMilli()).map(TableSessions::kept);
  }

  private static Kept kept(UploadTable.Row row) {
    return new Kept(row.session(), row.done(), row.bytes());
  }

  @Override
  public void complete(UploadId id) {
    table.complete(id.uuid());
  }

  @Override
  public boolean remove(UploadId id) {
    return table.remove(id.uuid());
  }

  @Override
  public List<UploadId> left() {
    return List.of();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Optional<Alone> tryAlone(UploadId id) {
    return locks.tryTake(SharedLocks.Kind.UPLOAD, id.hashCode()).map(held -> held::close);
  }

  @Override
  public List<UploadId> stale(Instant idleSince, Instant begunBefore) {
    return table.stale(idleSince.toEpochMilli(), begunBefore.toEpochMilli(), STALE_AT_ONCE).stream()
        .map(UploadId::new)
        .toList();
  }

  @Override
  public Sums open(Did owner, UploadId id) {
    table.open(id.uuid(), owner.toString(), clock.instant().toEpochMilli());
    return sums(owner);
  }

  @Override
  public void close(Did owner, UploadId id) {
    table.forgo(id.uuid());
  }

  @Override
  public Sums add(Did owner, UploadId id, long bytes) {
    table.add(id.uuid(), bytes);
    // By a statement of its own: it sees what others have added meanwhile, as they see ours.
    return sums(owner);
  }

  @Override
  public Sums sums(Did owner) {
    UploadTable.Sums sums = table.sums(owner.toString());
    return new Sums(sums.open(), sums.bytes(), sums.allOpen(), sums.allBytes());
  }
}
