package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlobsHeld;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds which blob of records. A commit locks the rows of the blobs that it refers to before it
 * is written ({@link #held}); who takes a row away locks it and looks for references after that. So
 * either the commit is there when references are looked for, or it finds that the row is gone. Safe
 * for use by several threads.
 */
public final class BlobHolderTable {
  private static final String PUT =
      "INSERT INTO blob_holders (cid, did, type, size, uploaded_millis) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (cid, did) DO UPDATE SET type = EXCLUDED.type, size = EXCLUDED.size,"
          + " uploaded_millis = EXCLUDED.uploaded_millis";

  private static final String IS_REFERRED =
      "EXISTS (SELECT 1 FROM record_blobs u"
          + " WHERE u.repo = (SELECT id FROM repos WHERE did = h.did) AND u.blob = h.cid)";

  private final Database database;

  /** Of a database whose tables are there. */
  public BlobHolderTable(Database database) {
    this.database = database;
  }

  /**
   * That an account holds a blob.
   *
   * @param type its media type
   * @param uploadedMillis when it came, the last time
   */
  public record Row(Cid cid, Did did, String type, long size, long uploadedMillis) {
    private static Row read(ResultSet row) throws SQLException {
      return new Row(
          Cid.parse(row.getString("cid")),
          Did.parse(row.getString("did")),
          row.getString("type"),
          row.getLong("size"),
          row.getLong("uploaded_millis"));
    }

    private Object[] values() {
      return new Object[] {cid.toString(), did.toString(), type, size, uploadedMillis};
    }
  }

  /** A row, and whether a record of the account refers to the blob. */
  public record Seen(Row row, boolean isReferred) {}

  /** Writes a row, in the place of one that is there. */
  public void put(Row row) {
    int unused = database.change(connection -> Sql.update(connection, PUT, row.values()));
  }

  /** Writes rows that are of before; one that is there and was uploaded later stays. */
  public void bring(List<Row> rows) {
    boolean unused =
        database.change(
            connection -> {
              Sql.each(
                  connection,
                  PUT + " WHERE blob_holders.uploaded_millis < EXCLUDED.uploaded_millis",
                  rows.stream().map(Row::values).toList());
              return true;
            });
  }

  /** One of them. */
  public Optional<Row> find(Did did, Cid cid) {
    return database.read(
        connection ->
            Sql.first(
                connection,
                "SELECT * FROM blob_holders WHERE cid = ? AND did = ?",
                Row::read,
                cid.toString(),
                did.toString()));
  }

  /** Those of some blobs that an account holds. */
  public Set<Cid> among(Did did, Collection<Cid> blobs) {
    return database.read(connection -> among(connection, did, blobs, ""));
  }

  private static Set<Cid> among(
      Connection connection, Did did, Collection<Cid> blobs, String locking) throws SQLException {
    return cids(
        connection,
        "SELECT cid FROM blob_holders WHERE cid = ANY (?) AND did = ?" + locking,
        texts(blobs),
        did.toString());
  }

  private static String[] texts(Collection<Cid> blobs) {
    return blobs.stream().map(Cid::toString).toArray(String[]::new);
  }

  private static Set<Cid> cids(Connection connection, String sql, Object... values)
      throws SQLException {
    return Set.copyOf(Sql.list(connection, sql, row -> Cid.parse(row.getString(1)), values));
  }

  /**
   * The same, and nobody takes them away before the transaction of this connection ends. An upload
   * that only says something new of one of them does not wait for that.
   */
  static BlobsHeld held(Connection connection, Did did) {
    return blobs -> {
      try {
        return among(connection, did, blobs, " ORDER BY cid FOR KEY SHARE");
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    };
  }

  /** Those of some blobs that anybody holds. */
  public Set<Cid> among(Collection<Cid> blobs) {
    return database.read(
        connection ->
            cids(
                connection,
                "SELECT DISTINCT cid FROM blob_holders WHERE cid = ANY (?)",
                (Object) texts(blobs)));
  }

  /** Rows in the order of blobs and accounts, those behind {@code after}. */
  public List<Seen> list(Optional<Row> after, int limit) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT h.*, "
                    + IS_REFERRED
                    + " AS referred FROM blob_holders h WHERE (h.cid, h.did) > (?, ?)"
                    + " ORDER BY h.cid, h.did LIMIT ?",
                row -> new Seen(Row.read(row), row.getBoolean("referred")),
                after.map(row -> row.cid().toString()).orElse(""),
                after.map(row -> row.did().toString()).orElse(""),
                limit));
  }

  /**
   * Takes a row away, if it is as it was and no record refers to the blob.
   *
   * @return whether it is gone by this
   */
  public boolean removeUnused(Row row) {
    return database.change(
        connection -> {
          String here = " FROM blob_holders h WHERE h.cid = ? AND h.did = ?";
          String cid = row.cid().toString();
          String did = row.did().toString();
          Optional<Row> locked =
              Sql.first(connection, "SELECT h.*" + here + " FOR UPDATE", Row::read, cid, did);
          // By a statement of its own, which sees what was committed while the lock was waited for.
          return locked.equals(Optional.of(row))
              && Sql.update(connection, "DELETE" + here + " AND NOT " + IS_REFERRED, cid, did) > 0;
        });
  }

  /** Takes all rows away. */
  public void clear() {
    int unused = database.change(connection -> Sql.update(connection, "DELETE FROM blob_holders"));
  }
}
