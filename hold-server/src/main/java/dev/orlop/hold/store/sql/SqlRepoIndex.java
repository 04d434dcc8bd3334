package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.mst.RepoState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The index in SQL: reading. What changes it is {@link GroupFold} and {@link IndexLoad}. */
public final class SqlRepoIndex implements RepoIndex {
  /** Above every record key: no key has a character above {@code ~}. */
  private static final String ABOVE_ALL = "\u007f";

  private final Database database;

  private SqlRepoIndex(Database database) {
    this.database = database;
  }

  /** Opens or makes the index in a folder. */
  public static SqlRepoIndex openFile(Path folder) {
    return new SqlRepoIndex(Database.openFile(folder));
  }

  /** Has the next opening make the index anew, though it was closed. */
  public static void distrust(Path folder) {
    Database.distrust(folder);
  }

  @Override
  public Optional<Head> head(Did did) {
    return database.read(connection -> SqlIndexView.head(connection, did));
  }

  @Override
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement list = connection.prepareStatement(Sql.REPO_LIST)) {
            list.setString(1, after.map(Did::toString).orElse(""));
            list.setInt(2, limit);
            List<RepoState> states = new ArrayList<>();
            try (ResultSet row = list.executeQuery()) {
              while (row.next()) {
                Did did = Did.parse(row.getString(1));
                states.add(new RepoState(did, cid(row, 2), new Tid(row.getLong(3)), cid(row, 4)));
              }
            }
            return states;
          }
        });
  }

  @Override
  public void apply(Did did, List<Group> groups, SnapshotRecords snapshotRecords) {
    database.write(
        connection -> {
          try (GroupFold fold = new GroupFold(connection, did, snapshotRecords)) {
            fold.fold(groups);
          }
          return groups.size();
        });
  }

  @Override
  public void load(Did did, GroupSource groups, SnapshotRecords snapshotRecords) {
    IndexLoad load = new IndexLoad(did, snapshotRecords);
    groups.forEach(load::add);
    database.write(
        connection -> {
          load.write(connection);
          return did;
        });
  }

  @Override
  public void forget(Did did) {
    database.write(
        connection -> {
          GroupFold.forget(connection, did);
          return did;
        });
  }

  @Override
  public Optional<BlockLocation> block(Did did, Cid cid) {
    return database.read(connection -> SqlIndexView.block(connection, did, cid));
  }

  @Override
  public <T> T view(Did did, IndexView.Reader<T> reader) {
    return database.view(connection -> reader.read(new SqlIndexView(connection, did)));
  }

  @Override
  public Size size(Did did) {
    return database.read(
        connection -> {
          try (PreparedStatement get = connection.prepareStatement(Sql.BLOCK_SIZE)) {
            get.setString(1, did.toString());
            try (ResultSet row = get.executeQuery()) {
              return row.next() ? new Size(row.getLong(1), row.getLong(2)) : new Size(0, 0);
            }
          }
        });
  }

  @Override
  public Optional<StoredRecord> record(Did did, RepoPath path) {
    return database.read(
        connection -> {
          try (PreparedStatement get = connection.prepareStatement(Sql.RECORD_GET)) {
            get.setString(1, did.toString());
            get.setString(2, path.collection().toString());
            get.setString(3, path.rkey().toString());
            return records(get, path.collection()).stream().findFirst();
          }
        });
  }

  @Override
  public List<StoredRecord> records(
      Did did, Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return database.read(
        connection -> {
          String sql = descending ? Sql.RECORD_LIST_DOWN : Sql.RECORD_LIST_UP;
          try (PreparedStatement list = connection.prepareStatement(sql)) {
            list.setString(1, did.toString());
            list.setString(2, collection.toString());
            list.setString(3, after.map(RecordKey::toString).orElse(descending ? ABOVE_ALL : ""));
            list.setInt(4, limit);
            return records(list, collection);
          }
        });
  }

  private static List<StoredRecord> records(PreparedStatement list, Nsid collection)
      throws SQLException {
    List<StoredRecord> records = new ArrayList<>();
    try (ResultSet row = list.executeQuery()) {
      while (row.next()) {
        RepoPath path = new RepoPath(collection, RecordKey.parse(row.getString(1)));
        BlockLocation location = new BlockLocation(row.getInt(3), row.getLong(4), row.getInt(5));
        records.add(new StoredRecord(path, cid(row, 2), location));
      }
    }
    return records;
  }

  @Override
  public List<Nsid> collections(Did did) {
    return database.read(
        connection -> {
          try (PreparedStatement list = connection.prepareStatement(Sql.COLLECTIONS)) {
            list.setString(1, did.toString());
            List<Nsid> collections = new ArrayList<>();
            try (ResultSet row = list.executeQuery()) {
              while (row.next()) {
                collections.add(Nsid.parse(row.getString(1)));
              }
            }
            return collections;
          }
        });
  }

  @Override
  public boolean hasBlob(Did did, Cid blob) {
    return database.read(connection -> SqlBlobRefs.has(connection, did, blob));
  }

  @Override
  public List<Cid> blobs(Did did, Optional<Tid> since, Optional<Cid> after, int limit) {
    return database.read(connection -> SqlBlobRefs.list(connection, did, since, after, limit));
  }

  @Override
  public List<BlobUse> blobUses(Did did, Optional<Cid> after, int limit) {
    return database.read(connection -> SqlBlobRefs.uses(connection, did, after, limit));
  }

  @Override
  public Map<RepoPath, Set<Cid>> blobsByRecord(Did did) {
    return database.read(connection -> SqlBlobRefs.byRecord(connection, did));
  }

  @Override
  public OptionalLong mark(Did did, String name) {
    return database.read(
        connection -> {
          try (PreparedStatement get = connection.prepareStatement(Sql.MARK_GET)) {
            get.setString(1, did.toString());
            get.setString(2, name);
            try (ResultSet row = get.executeQuery()) {
              return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
          }
        });
  }

  @Override
  public Map<String, Long> marks(Did did) {
    return database.read(
        connection -> {
          try (PreparedStatement list = connection.prepareStatement(Sql.MARK_LIST)) {
            list.setString(1, did.toString());
            Map<String, Long> marks = new TreeMap<>();
            try (ResultSet row = list.executeQuery()) {
              while (row.next()) {
                marks.put(row.getString(1), row.getLong(2));
              }
            }
            return marks;
          }
        });
  }

  @Override
  public long lastSeq() {
    return database.read(SqlRepoIndex::lastSeq);
  }

  private static long lastSeq(Connection connection) throws SQLException {
    try (PreparedStatement get = connection.prepareStatement(Sql.LAST_SEQ);
        ResultSet row = get.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  static Cid cid(ResultSet row, int column) throws SQLException {
    return Cid.read(row.getBytes(column), 0);
  }

  @Override
  public void close() {
    database.close();
  }
}
