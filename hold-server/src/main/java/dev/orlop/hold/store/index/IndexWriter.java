package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexGapException;
import dev.orlop.hold.store.RepoIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Folds groups in. Commits and replays both come this way, so that they cannot come to differ. What
 * is to be written is found out first, and then written at once.
 */
final class IndexWriter {
  private static final RepoIndex.Size NONE = new RepoIndex.Size(0, 0);

  private final Rows rows;

  IndexWriter(Rows rows) {
    this.rows = rows;
  }

  /** See {@link RepoIndex#apply}. */
  void apply(Did did, List<Group> groups, RepoIndex.SnapshotRecords snapshotRecords) {
    Optional<RepoIndex.Head> head = repo(did).map(RepoRow::head);
    for (Group group : groups) {
      requireNext(did, head, group);
      head = Optional.of(group.head(did));
    }
    int from = 0;
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).trailer().snapshot().isPresent()) {
        fold(did, groups.subList(from, i));
        replace(did, groups.get(i), snapshotRecords);
        from = i + 1;
      }
    }
    fold(did, groups.subList(from, groups.size()));
  }

  /**
   * Refuses a group that is not the next.
   *
   * @throws IndexGapException if something is missing before it
   */
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

  private Optional<RepoRow> repo(Did did) {
    return rows.read(did, moment -> moment.repo(did));
  }

  private void fold(Did did, List<Group> commits) {
    if (commits.isEmpty()) {
      return;
    }
    Optional<RepoRow> known = repo(did);
    int number = known.map(RepoRow::number).orElseGet(rows::newNumber);
    NetChanges changes = new NetChanges();
    Optional<Cid> before = known.map(repo -> repo.head().state().commit());
    for (Group commit : commits) {
      changes.add(commit, before);
      before = Optional.of(commit.trailer().commit());
    }
    List<RowChange> changed = rows.read(did, moment -> CommitFold.fold(moment, number, changes));
    Group last = commits.getLast();
    RepoIndex.Size size = known.map(RepoRow::size).orElse(NONE);
    rows.change(new RepoRow(number, last.head(did), last.trailer().seq(), size), changed);
  }

  /** A snapshot says all anew, if only where the blocks lie. */
  private void replace(Did did, Group snapshot, RepoIndex.SnapshotRecords snapshotRecords) {
    Optional<RepoRow> known = repo(did);
    Map<String, Long> marks = known.map(repo -> read(did, repo, RepoReads::marks)).orElse(Map.of());
    RepoContent content =
        new RepoContent(did, group -> records(did, known, group, snapshotRecords), marks);
    content.add(snapshot);
    publish(content);
    known.ifPresent(repo -> rows.retire(repo.number()));
  }

  /** Those of the state that the index has, as compaction keeps it, need not be looked for. */
  private Map<RepoPath, Cid> records(
      Did did, Optional<RepoRow> known, Group snapshot, RepoIndex.SnapshotRecords records) {
    return known
        .filter(repo -> repo.head().state().commit().equals(snapshot.trailer().commit()))
        .map(repo -> read(did, repo, RepoReads::records))
        .orElseGet(() -> records.of(snapshot));
  }

  private <T> T read(Did did, RepoRow repo, Function<RepoReads, T> question) {
    return rows.read(did, moment -> question.apply(new RepoReads(moment, repo.number())));
  }

  /** See {@link RepoIndex#load}. */
  void load(Did did, RepoIndex.GroupSource groups, RepoIndex.SnapshotRecords snapshotRecords) {
    RepoContent content = new RepoContent(did, snapshotRecords, Map.of());
    groups.forEach(content::add);
    publish(content);
  }

  private void publish(RepoContent content) {
    int number = rows.newNumber();
    content
        .repo(number)
        .ifPresent(repo -> rows.publish(repo, each -> content.forEachRow(number, each)));
  }

  /** See {@link RepoIndex#forget}. */
  void forget(Did did) {
    repo(did).ifPresent(repo -> rows.forget(did, repo.number()));
  }
}
