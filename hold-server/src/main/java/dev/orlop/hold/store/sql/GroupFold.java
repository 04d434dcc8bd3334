package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexGapException;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.Trailer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Folds groups of one repo's log into the tables, within a transaction that is the caller's.
 * Commits and replays both come this way, so that they cannot come to differ.
 */
final class GroupFold implements AutoCloseable {
  private final Did did;
  private final RepoIndex.SnapshotRecords snapshotRecords;
  private final RepoRows rows;
  private Optional<RepoIndex.Head> head;

  GroupFold(Connection connection, Did did, RepoIndex.SnapshotRecords snapshotRecords)
      throws SQLException {
    this.did = did;
    this.snapshotRecords = snapshotRecords;
    this.rows = new RepoRows(connection);
    this.head = rows.find(did);
  }

  /**
   * Folds the next groups in.
   *
   * @throws IndexGapException if one of them is not the next
   */
  void fold(List<Group> groups) throws SQLException {
    Group last = groups.getLast();
    rows.setHead(last.head(did), last.trailer().seq());
    NetChanges changes = new NetChanges();
    for (Group group : groups) {
      requireNext(did, head, group);
      if (group.trailer().snapshot().isPresent()) {
        rows.write(changes);
        changes = new NetChanges();
        foldSnapshot(group);
      } else {
        changes.add(group, commit());
      }
      head = Optional.of(group.head(did));
    }
    CrashPoint.INDEX_HALF_WRITTEN.reached();
    rows.write(changes);
  }

  private Optional<Cid> commit() {
    return head.map(known -> known.state().commit());
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

  private void foldSnapshot(Group group) throws SQLException {
    Trailer trailer = group.trailer();
    if (commit().equals(Optional.of(trailer.commit()))) {
      // Of the very state that the tables have, as compaction makes it: only places have changed.
      rows.moveBlocks(group);
      return;
    }
    rows.deleteContent();
    NetChanges content = new NetChanges();
    content.add(group, Optional.empty());
    content.addRecords(snapshotRecords.of(group));
    rows.write(content);
  }

  /** Drops all that the tables have of a repo. */
  static void forget(Connection connection, Did did) throws SQLException {
    try (RepoRows rows = new RepoRows(connection)) {
      if (rows.find(did).isPresent()) {
        rows.deleteAll();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
