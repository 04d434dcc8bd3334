package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.RepoIndex;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes the rows of one repo, within a transaction that is the caller's. */
final class RepoRows implements AutoCloseable {
  private static final int UNKNOWN = -1;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private int repo = UNKNOWN;

  RepoRows(Connection connection) {
    this.connection = connection;
  }

  /** Looks for the repo; what follows is about it. */
  Optional<RepoIndex.Head> find(Did did) throws SQLException {
    PreparedStatement get = statement(Sql.REPO_GET);
    get.setString(1, did.toString());
    try (ResultSet row = get.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      repo = row.getInt(1);
      return Optional.of(SqlIndexView.head(did, row));
    }
  }

  /** Says where the repo stands; begins it if it is not there. */
  void setHead(RepoIndex.Head head, long seq) throws SQLException {
    if (repo == UNKNOWN) {
      repo = insertRepo(connection, head, seq);
      return;
    }
    try (RowBatch update = new RowBatch(statement(Sql.REPO_UPDATE))) {
      update.add(
          head.state().commit().toBytes(),
          head.state().rev().value(),
          head.state().data().toBytes(),
          head.position().segment(),
          head.position().offset(),
          seq,
          repo);
    }
  }

  /** Adds a repo, and gives its number. */
  static int insertRepo(Connection connection, RepoIndex.Head head, long seq) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(Sql.REPO_INSERT, new String[] {"id"})) {
      insert.setString(1, head.state().did().toString());
      insert.setBytes(2, head.state().commit().toBytes());
      insert.setLong(3, head.state().rev().value());
      insert.setBytes(4, head.state().data().toBytes());
      insert.setInt(5, head.position().segment());
      insert.setLong(6, head.position().offset());
      insert.setLong(7, seq);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getInt(1);
      }
    }
  }

  /** Writes what changed. */
  void write(NetChanges changes) throws SQLException {
    putRecords(changes.records());
    deleteBlocks(changes);
    try (RowBatch put = new RowBatch(statement(Sql.BLOCK_PUT))) {
      for (Map.Entry<Cid, NetChanges.Row> block : changes.blocks().entrySet()) {
        BlockLocation at = block.getValue().location();
        long rev = block.getValue().rev().value();
        byte[] cid = block.getKey().toBytes();
        put.add(repo, cid, at.segment(), at.position(), at.length(), rev);
      }
    }
    // Only now is it known whether another path still holds the same bytes.
    try (RowBatch delete = new RowBatch(statement(Sql.BLOCK_DELETE_UNLESS_RECORD))) {
      for (Cid cid : changes.replaced()) {
        delete.add(repo, cid.toBytes(), repo, cid.toBytes());
      }
    }
    putBlobs(changes.blobs());
    try (RowBatch put = new RowBatch(statement(Sql.MARK_PUT))) {
      for (Map.Entry<String, Long> mark : changes.marks().entrySet()) {
        put.add(repo, mark.getKey(), mark.getValue());
      }
    }
  }

  private void putRecords(Map<RepoPath, Optional<Cid>> records) throws SQLException {
    try (RowBatch put = new RowBatch(statement(Sql.RECORD_PUT));
        RowBatch delete = new RowBatch(statement(Sql.RECORD_DELETE))) {
      for (Map.Entry<RepoPath, Optional<Cid>> record : records.entrySet()) {
        String collection = record.getKey().collection().toString();
        String rkey = record.getKey().rkey().toString();
        if (record.getValue().isPresent()) {
          put.add(repo, collection, rkey, record.getValue().get().toBytes());
        } else {
          delete.add(repo, collection, rkey);
        }
      }
    }
  }

  private void putBlobs(Map<RepoPath, Set<Cid>> blobs) throws SQLException {
    try (RowBatch delete = new RowBatch(statement(Sql.BLOB_DELETE))) {
      for (RepoPath path : blobs.keySet()) {
        delete.add(repo, path.collection().toString(), path.rkey().toString());
      }
    }
    try (RowBatch put = new RowBatch(statement(Sql.BLOB_PUT))) {
      for (Map.Entry<RepoPath, Set<Cid>> record : blobs.entrySet()) {
        String collection = record.getKey().collection().toString();
        String rkey = record.getKey().rkey().toString();
        for (Cid blob : record.getValue()) {
          put.add(repo, blob.toString(), collection, rkey);
        }
      }
    }
  }

  private void deleteBlocks(NetChanges changes) throws SQLException {
    try (RowBatch delete = new RowBatch(statement(Sql.BLOCK_DELETE))) {
      for (Cid cid : changes.gone()) {
        delete.add(repo, cid.toBytes());
      }
    }
  }

  /** Says where the blocks of a snapshot lie, which are those that are known already. */
  void moveBlocks(Group snapshot) throws SQLException {
    try (RowBatch move = new RowBatch(statement(Sql.BLOCK_MOVE))) {
      for (Map.Entry<Cid, BlockLocation> block : snapshot.blocks().entrySet()) {
        BlockLocation at = block.getValue();
        move.add(at.segment(), at.position(), repo, block.getKey().toBytes());
      }
    }
    // Should the index have had more than the tree reaches, it would be nowhere from now on.
    try (RowBatch delete = new RowBatch(statement(Sql.BLOCK_DELETE_BEFORE))) {
      delete.add(repo, snapshot.start().segment());
    }
  }

  /** Takes all blocks, records and references to blobs away. */
  void deleteContent() throws SQLException {
    deleteAll(Sql.BLOCK_DELETE_ALL);
    deleteAll(Sql.RECORD_DELETE_ALL);
    deleteAll(Sql.BLOB_DELETE_ALL);
  }

  /** Takes the repo away. */
  void deleteAll() throws SQLException {
    deleteContent();
    deleteAll(Sql.MARK_DELETE_ALL);
    deleteAll(Sql.REPO_DELETE);
  }

  private void deleteAll(String sql) throws SQLException {
    try (RowBatch delete = new RowBatch(statement(sql))) {
      delete.add(repo);
    }
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
  }
}
