package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexGapException;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells the index of groups that are durable in one repo's log. Those that it refuses wait: they
 * are part of the repo, whatever the index says. For one thread at a time.
 */
final class IndexFeed {
  private static final System.Logger LOGGER = System.getLogger(IndexFeed.class.getName());
  private static final int REPLAY_GROUPS = 500;

  private final Did did;
  private final RepoLog log;
  private final RepoIndex index;
  private final List<Group> waiting = new ArrayList<>();
  private LogPosition delivered;

  IndexFeed(Did did, RepoLog log, RepoIndex index) {
    this.did = did;
    this.log = log;
    this.index = index;
    this.delivered = known();
  }

  /** Takes groups that are durable; {@link #deliver} hands them on. */
  void add(List<Group> groups) {
    waiting.addAll(groups);
  }

  /**
   * Hands on what waits, and sees to it that the index still has what it was handed.
   *
   * @throws dev.orlop.hold.store.StoreFailedException if the index refuses; all of it waits on
   */
  void deliver() {
    try {
      if (waiting.isEmpty()) {
        requireKept();
      } else {
        apply(waiting);
      }
    } catch (IndexGapException e) {
      // An index that failed and came back may have lost what it had not written yet.
      LOGGER.log(System.Logger.Level.WARNING, "{0}; replaying the log", e.getMessage());
      replay(_ -> {});
      delivered = known();
    }
    waiting.clear();
  }

  private void requireKept() {
    LogPosition known = known();
    if (!known.equals(delivered)) {
      throw new IndexGapException(
          "the index of " + did + " knew its log up to " + delivered + ", now up to " + known);
    }
  }

  private LogPosition known() {
    return index.head(did).map(RepoIndex.Head::position).orElse(LogPosition.START);
  }

  /**
   * Hands on whatever the index lacks of the log.
   *
   * @param seen is told of each group
   * @return how many groups there were
   * @throws StoreDamagedException if the log does not go on where the index stands
   */
  int replay(Consumer<Group> seen) {
    Optional<RepoIndex.Head> head = index.head(did);
    try {
      return head.isEmpty() ? load(seen) : replay(head.get().position(), seen);
    } catch (IndexGapException e) {
      throw new StoreDamagedException("a part of a log is missing: " + e.getMessage());
    }
  }

  private int load(Consumer<Group> seen) {
    Loaded loaded = new Loaded();
    try (LogReader reader = log.reader()) {
      index.load(
          did,
          action ->
              log.replay(
                  LogPosition.START,
                  group -> {
                    action.accept(group);
                    seen.accept(group);
                    loaded.add(group);
                  }),
          snapshot -> records(snapshot, reader));
    }
    if (loaded.count > 0) {
      delivered = known();
    }
    loaded.snapshot.ifPresent(this::retireBefore);
    return loaded.count;
  }

  /** A snapshot is in the index: nothing before it is needed any more. */
  private void retireBefore(Group snapshot) {
    CrashPoint.COMPACTION_INDEXED.reached();
    log.retireBefore(snapshot.start().segment());
  }

  /** What has to be known of a log behind it. */
  private static final class Loaded {
    private int count;
    private Optional<Group> snapshot = Optional.empty();

    void add(Group group) {
      count++;
      if (group.trailer().snapshot().isPresent()) {
        snapshot = Optional.of(group);
      }
    }
  }

  private int replay(LogPosition known, Consumer<Group> seen) {
    Batch batch = new Batch();
    log.replay(
        known,
        group -> {
          batch.add(group);
          seen.accept(group);
        });
    batch.flush();
    return batch.count;
  }

  private final class Batch {
    private final List<Group> groups = new ArrayList<>();
    private int count;

    void add(Group group) {
      groups.add(group);
      count++;
      if (groups.size() == REPLAY_GROUPS) {
        flush();
      }
    }

    void flush() {
      if (!groups.isEmpty()) {
        apply(groups);
        groups.clear();
      }
    }
  }

  private void apply(List<Group> groups) {
    try (LogReader reader = log.reader()) {
      index.apply(did, groups, snapshot -> records(snapshot, reader));
      delivered = groups.getLast().end();
    }
    for (Group group : groups) {
      if (group.trailer().snapshot().isPresent()) {
        retireBefore(group);
      }
    }
  }

  private static Map<RepoPath, Cid> records(Group snapshot, LogReader reader) {
    return Snapshots.records(
        snapshot.trailer().data(),
        cid -> {
          BlockLocation location = snapshot.blocks().get(cid);
          return location != null ? reader.read(location) : null;
        });
  }
}
