package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/** The rows as they were at one moment, whatever is written meanwhile. Made by {@link Rows}. */
final class Moment {
  private final IndexFile file;

  private final Map<Table, RootReference<byte[], byte[]>> roots;

  Moment(IndexFile file, Map<Table, RootReference<byte[], byte[]>> roots) {
    this.file = file;
    this.roots = roots;
  }

  private RootReference<byte[], byte[]> root(Table table) {
    return Objects.requireNonNull(roots.get(table));
  }

  byte @Nullable [] get(Table table, byte[] key) {
    return file.map(table).get(root(table).root, key);
  }

  Optional<RepoRow> repo(Did did) {
    return get(Table.REPO, Keys.repo(did)) instanceof byte[] row
        ? Optional.of(RepoRow.decode(did, row))
        : Optional.empty();
  }

  Optional<BlockRow> block(int number, Cid cid) {
    return get(Table.BLOCK, Keys.block(number, cid)) instanceof byte[] row
        ? Optional.of(BlockRow.decode(row))
        : Optional.empty();
  }

  /** What is done with the rows of a range. */
  @FunctionalInterface
  interface RowAction {
    /** Takes a row; false if it was the last that is wanted. */
    boolean accept(byte[] key, byte[] value);
  }

  /** Goes through the rows whose keys begin with {@code prefix}, upwards from {@code first}. */
  void forEach(Table table, byte[] prefix, byte[] first, RowAction action) {
    run(prefix, cursor(table, first, false), action);
  }

  /** Goes through all rows whose keys begin with {@code prefix}, upwards. */
  void forEach(Table table, byte[] prefix, RowAction action) {
    forEach(table, prefix, prefix, action);
  }

  /** Goes through the rows whose keys begin with {@code prefix}, downwards from {@code first}. */
  void forEachDown(Table table, byte[] prefix, byte[] first, RowAction action) {
    run(prefix, cursor(table, first, true), action);
  }

  /** The first key from {@code first} upwards, if it begins with {@code prefix}. */
  Optional<byte[]> firstKey(Table table, byte[] prefix, byte[] first) {
    Cursor<byte[], byte[]> cursor = cursor(table, first, false);
    return cursor.hasNext()
        ? Optional.of(cursor.next()).filter(key -> Keys.isUnder(prefix, key))
        : Optional.empty();
  }

  /** What is done with the rows of repos. */
  @FunctionalInterface
  interface RepoAction {
    /** Takes a row; false if it was the last that is wanted. */
    boolean accept(RepoRow row);
  }

  /** Goes through the repos by DID, those above {@code after}. */
  void forEachRepo(Optional<Did> after, RepoAction action) {
    byte[] behind = after.map(Keys::repo).orElse(new byte[0]);
    forEach(
        Table.REPO,
        new byte[0],
        behind,
        (key, row) -> {
          Did did = Did.parse(new String(key, StandardCharsets.ISO_8859_1));
          return after.equals(Optional.of(did)) || action.accept(RepoRow.decode(did, row));
        });
  }

  private Cursor<byte[], byte[]> cursor(Table table, byte[] first, boolean descending) {
    return new Cursor<>(root(table), first, null, descending);
  }

  private static void run(byte[] prefix, Cursor<byte[], byte[]> cursor, RowAction action) {
    while (cursor.hasNext()) {
      byte[] key = cursor.next();
      if (!Keys.isUnder(prefix, key) || !action.accept(key, cursor.getValue())) {
        return;
      }
    }
  }
}
