package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.sql.BlobHolderTable;
import dev.orlop.hold.store.sql.BlobHolderTable.Row;
import dev.orlop.hold.store.sql.BlobHolderTable.Seen;
import dev.orlop.hold.store.sql.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Holders in a table, of all processes on one database. References are asked of the tables. */
final class TableHolders implements Holders {
  private static final int PAGE = 1000;

  private final BlobHolderTable table;

  TableHolders(Database database) {
    this.table = new BlobHolderTable(database);
  }

  static Row row(HeldBlob blob) {
    return new Row(
        blob.cid(), blob.holder(), blob.mimeType(), blob.size(), blob.uploaded().toEpochMilli());
  }

  private static HeldBlob blob(Row row) {
    return new HeldBlob(
        row.did(), row.cid(), row.type(), row.size(), Instant.ofEpochMilli(row.uploadedMillis()));
  }

  @Override
  public void put(HeldBlob blob) {
    table.put(row(blob));
  }

  @Override
  public Optional<HeldBlob> find(Did did, Cid cid) {
    return table.find(did, cid).map(TableHolders::blob);
  }

  @Override
  public Set<Cid> among(Did did, Collection<Cid> blobs) {
    return table.among(did, blobs);
  }

  @Override
  public Set<Cid> among(Collection<Cid> blobs) {
    return table.among(blobs);
  }

  @Override
  public void forEach(Consumer<HeldBlob> action) {
    forEachSeen(seen -> action.accept(blob(seen.row())));
  }

  @Override
  public void forEachUnused(Consumer<HeldBlob> action) {
    forEachSeen(
        seen -> {
          if (!seen.isReferred()) {
            action.accept(blob(seen.row()));
          }
        });
  }

  private void forEachSeen(Consumer<Seen> action) {
    Optional<Row> after = Optional.empty();
    List<Seen> page;
    do {
      page = table.list(after, PAGE);
      page.forEach(action);
      after = page.isEmpty() ? after : Optional.of(page.getLast().row());
    } while (page.size() == PAGE);
  }

  @Override
  public <T> T whileNoneGoes(Supplier<T> write) {
    return write.get();
  }

  @Override
  public boolean removeUnused(HeldBlob blob) {
    return table.removeUnused(row(blob));
  }
}
