package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexGapException;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.Trailer;
import dev.orlop.mst.RepoOp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds groups of one repo's log into the tables, within a transaction that is the caller's.
 * Commits and replays both come this way, so that they cannot come to differ.
 */
final class GroupFold implements AutoCloseable {
  private final Connection connection;
  private final Did did;
  private final RepoIndex.SnapshotRecords snapshotRecords;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private int repo;
  private @Nullable Cid commit;
  private Optional<RepoIndex.Head> head;

  GroupFold(Connection connection, Did did, RepoIndex.SnapshotRecords snapshotRecords)
      throws SQLException {
    this.connection = connection;
    this.did = did;
    this.snapshotRecords = snapshotRecords;
    this.head = SqlIndexView.head(connection, did);
    if (head.isPresent()) {
      repo = SqlIndexView.repo(connection, did);
      commit = head.get().state().commit();
    }
  }

  /**
   * Folds the next group in.
   *
   * @throws IndexGapException if it is not the next
   */
  void fold(Group group) throws SQLException {
    requireNext(did, head, group);
    if (isOfWhatIsKnown(group.trailer())) {
      setHead(group);
      moveBlocks(group);
      head = Optional.of(group.head(did));
      return;
    }
    if (group.trailer().snapshot().isPresent() && commit != null) {
      deleteAll(Sql.BLOCK_DELETE_ALL);
      deleteAll(Sql.RECORD_DELETE_ALL);
    }
    setHead(group);
    putBlocks(group);
    putRecords(group);
    Trailer trailer = group.trailer();
    for (Cid node : trailer.removed()) {
      deleteBlock(node);
    }
    if (commit != null && !commit.equals(trailer.commit())) {
      deleteBlock(commit);
    }
    commit = trailer.commit();
    head = Optional.of(group.head(did));
    // A snapshot brings no commit that was not there, hence nothing that others must hear of.
    if (trailer.snapshot().isEmpty()) {
      putEvent(trailer);
    }
    for (Map.Entry<String, Long> mark : trailer.marks().entrySet()) {
      PreparedStatement put = statement(Sql.MARK_PUT);
      put.setInt(1, repo);
      put.setString(2, mark.getKey());
      put.setLong(3, mark.getValue());
      put.executeUpdate();
    }
  }

  static void requireNext(Did did, Optional<RepoIndex.Head> head, Group group) {
    if (!group.follows(head)) {
      throw new IndexGapException(
          "the index of "
              + did
              + " knows its log up to "
              + head.map(RepoIndex.Head::position)
              + ", the group begins at "
              + group.start());
    }
  }

  /** Whether a group is a snapshot of the very state that the tables have, as compaction makes. */
  private boolean isOfWhatIsKnown(Trailer trailer) {
    return trailer.snapshot().isPresent() && trailer.commit().equals(commit);
  }

  private void putEvent(Trailer trailer) throws SQLException {
    PreparedStatement event = statement(Sql.EVENT_PUT);
    event.setLong(1, trailer.seq());
    event.setInt(2, repo);
    event.setLong(3, trailer.rev().value());
    event.setBytes(4, trailer.commit().toBytes());
    event.setLong(5, trailer.timeMicros());
    event.executeUpdate();
  }

  private void setHead(Group group) throws SQLException {
    Trailer trailer = group.trailer();
    if (commit == null) {
      repo = insertRepo(connection, group.head(did), trailer.seq());
      return;
    }
    PreparedStatement update = statement(Sql.REPO_UPDATE);
    update.setBytes(1, trailer.commit().toBytes());
    update.setLong(2, trailer.rev().value());
    update.setBytes(3, trailer.data().toBytes());
    update.setInt(4, group.end().segment());
    update.setLong(5, group.end().offset());
    update.setLong(6, trailer.seq());
    update.setInt(7, repo);
    update.executeUpdate();
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

  private void putBlocks(Group group) throws SQLException {
    int number = 0;
    try (RowBatch rows = new RowBatch(statement(Sql.BLOCK_PUT))) {
      for (Map.Entry<Cid, BlockLocation> block : group.blocks().entrySet()) {
        BlockLocation at = block.getValue();
        rows.add(
            repo,
            block.getKey().toBytes(),
            at.segment(),
            at.position(),
            at.length(),
            group.trailer().blockRev(number).value());
        number++;
      }
    }
  }

  /** Nothing but the places has changed. */
  private void moveBlocks(Group group) throws SQLException {
    try (RowBatch rows = new RowBatch(statement(Sql.BLOCK_MOVE))) {
      for (Map.Entry<Cid, BlockLocation> block : group.blocks().entrySet()) {
        BlockLocation at = block.getValue();
        rows.add(at.segment(), at.position(), repo, block.getKey().toBytes());
      }
    }
    // Should the index have had more than the tree reaches, it would be nowhere from now on.
    PreparedStatement delete = statement(Sql.BLOCK_DELETE_BEFORE);
    delete.setInt(1, repo);
    delete.setInt(2, group.start().segment());
    delete.executeUpdate();
  }

  private void putRecords(Group group) throws SQLException {
    Trailer trailer = group.trailer();
    if (trailer.snapshot().isPresent()) {
      for (Map.Entry<RepoPath, Cid> record : snapshotRecords.of(group).entrySet()) {
        putRecord(record.getKey(), record.getValue());
      }
      return;
    }
    for (RepoOp op : trailer.ops()) {
      if (op.cid() instanceof Cid cid) {
        putRecord(op.path(), cid);
      } else {
        PreparedStatement delete = statement(Sql.RECORD_DELETE);
        delete.setInt(1, repo);
        delete.setString(2, op.path().collection().toString());
        delete.setString(3, op.path().rkey().toString());
        delete.executeUpdate();
      }
    }
    // Only now is it known whether another path still holds the same bytes.
    for (RepoOp op : trailer.ops()) {
      if (op.prev() instanceof Cid prev) {
        PreparedStatement delete = statement(Sql.BLOCK_DELETE_UNLESS_RECORD);
        delete.setInt(1, repo);
        delete.setBytes(2, prev.toBytes());
        delete.setInt(3, repo);
        delete.setBytes(4, prev.toBytes());
        delete.executeUpdate();
      }
    }
  }

  private void putRecord(RepoPath path, Cid cid) throws SQLException {
    PreparedStatement put = statement(Sql.RECORD_PUT);
    put.setInt(1, repo);
    put.setString(2, path.collection().toString());
    put.setString(3, path.rkey().toString());
    put.setBytes(4, cid.toBytes());
    put.executeUpdate();
  }

  private void deleteBlock(Cid cid) throws SQLException {
    PreparedStatement delete = statement(Sql.BLOCK_DELETE);
    delete.setInt(1, repo);
    delete.setBytes(2, cid.toBytes());
    delete.executeUpdate();
  }

  private void deleteAll(String sql) throws SQLException {
    PreparedStatement delete = statement(sql);
    delete.setInt(1, repo);
    delete.executeUpdate();
  }

  static void forget(Connection connection, Did did) throws SQLException {
    try (GroupFold fold = new GroupFold(connection, did, _ -> Map.of())) {
      if (fold.commit == null) {
        return;
      }
      fold.deleteAll(Sql.BLOCK_DELETE_ALL);
      fold.deleteAll(Sql.RECORD_DELETE_ALL);
      fold.deleteAll(Sql.EVENT_DELETE_ALL);
      fold.deleteAll(Sql.MARK_DELETE_ALL);
      fold.deleteAll(Sql.REPO_DELETE);
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
