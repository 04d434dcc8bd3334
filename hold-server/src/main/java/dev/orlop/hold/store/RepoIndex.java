package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RepoState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What can be asked of repos without reading their logs. Derived: {@link #apply} folds groups into
 * it, in the order of the log, and {@link #forget} with {@link #load} makes it anew.
 *
 * <p>Safe for use by several threads, but one repo is changed by one thread at a time. Methods
 * throw {@link StoreFailedException} when the index refuses.
 */
public interface RepoIndex extends AutoCloseable {
  /** What the index knows of one repo as a whole. */
  record Head(RepoState state, LogPosition position) {}

  /** The repo's state and how far of its log is known; empty for a repo never seen. */
  Optional<Head> head(Did did);

  /** The states of all repos, by DID, those above {@code after}, at most {@code limit}. */
  List<RepoState> heads(Optional<Did> after, int limit);

  /**
   * Folds groups of one repo in. Who reads meanwhile finds all of a group or nothing; so does who
   * reads after a failure.
   *
   * @throws IndexGapException if the first of them does not follow on what is known; nothing is
   *     changed then
   * @param snapshotRecords the records of a snapshot group, which its trailer does not list; asked
   *     for only when there is one
   */
  void apply(Did did, List<Group> groups, SnapshotRecords snapshotRecords);

  /**
   * Folds the whole log of a repo that is not known in, at once. Comes to the same as {@link
   * #apply} and is much faster, but holds the repo's rows in memory.
   *
   * @throws IndexGapException if a group does not follow on the one before; nothing is changed then
   */
  void load(Did did, GroupSource groups, SnapshotRecords snapshotRecords);

  /** Goes through the groups of a log, in order. */
  @FunctionalInterface
  interface GroupSource {
    /** Hands over each group. */
    void forEach(Consumer<Group> action);
  }

  /** Lists the records of the repo that a snapshot holds. */
  @FunctionalInterface
  interface SnapshotRecords {
    /** All records, by path. */
    Map<RepoPath, Cid> of(Group snapshot);
  }

  /** Drops all that is known of a repo. */
  void forget(Did did);

  /** Where a live block lies. */
  Optional<BlockLocation> block(Did did, Cid cid);

  /**
   * Reads a repo as it is at one moment, and holds up nobody. What the moment needs is kept on disk
   * until the reader ends.
   */
  <T> T view(Did did, IndexView.Reader<T> reader);

  /** How many live blocks a repo has, and how many bytes they take. */
  Size size(Did did);

  /** Counts of live blocks. */
  record Size(long blocks, long bytes) {}

  /** One record. */
  Optional<StoredRecord> record(Did did, RepoPath path);

  /**
   * Records of one collection in the order of their keys.
   *
   * @param after the key behind which to go on; empty to begin
   * @param descending greatest key first
   */
  List<StoredRecord> records(
      Did did, Nsid collection, Optional<RecordKey> after, int limit, boolean descending);

  /** The collections that have records. */
  List<Nsid> collections(Did did);

  /** Whether a record refers to a blob. */
  boolean hasBlob(Did did, Cid blob);

  /**
   * The blobs that records refer to, in the order of their CIDs' texts.
   *
   * @param since only those of records that came with commits above it
   * @param after the CID behind which to go on; empty to begin
   */
  List<Cid> blobs(Did did, Optional<Tid> since, Optional<Cid> after, int limit);

  /**
   * The same blobs, each with one of the records that refer to it.
   *
   * @param after the CID behind which to go on; empty to begin
   */
  List<BlobUse> blobUses(Did did, Optional<Cid> after, int limit);

  /** A blob and a record that refers to it. */
  record BlobUse(Cid blob, RepoPath path) {}

  /** All references to blobs, by record. */
  Map<RepoPath, Set<Cid>> blobsByRecord(Did did);

  /** A number that became true with some commit. */
  OptionalLong mark(Did did, String name);

  /** All such numbers of a repo. */
  Map<String, Long> marks(Did did);

  /** The greatest seq of any commit, also of those whose events are gone; zero before the first. */
  long lastSeq();

  @Override
  void close();
}
