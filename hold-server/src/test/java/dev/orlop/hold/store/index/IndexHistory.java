package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.SnapshotRevs;
import dev.orlop.hold.store.Trailer;
import dev.orlop.mst.RepoOp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Makes groups as a log may hold them, and keeps a model of what is known behind the last. */
final class IndexHistory {
  private static final int BLOCK_BYTES = 10;

  final Did did;
  final IndexModel model = new IndexModel();
  private final SplittableRandom random;
  private final Map<Cid, Map<RepoPath, Cid>> snapshots = new HashMap<>();
  private LogPosition end = new LogPosition(1, 0);
  private long count;

  IndexHistory(Did did, SplittableRandom random) {
    this.did = did;
    this.random = random;
  }

  static Cid cid(String text) {
    return Cid.hash(Cid.Codec.DAG_CBOR, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Collections of which one begins with the other's name. */
  static RepoPath path(int number) {
    return RepoPath.of(number % 2 == 0 ? "io.example.c" : "io.example.c.d", "k" + number);
  }

  private static Cid value(int number) {
    return cid("value" + number);
  }

  /** The records of a snapshot; also of those from before the last. */
  Map<RepoPath, Cid> snapshotRecords(Group snapshot) {
    return Objects.requireNonNull(snapshots.get(snapshot.trailer().commit()));
  }

  private Cid node() {
    return cid(did + " node " + ++count);
  }

  private Tid rev() {
    return new Tid(1000 + 10L * model.groups.size());
  }

  /** The next group: mostly a commit. */
  Group next() {
    int kind = model.groups.isEmpty() ? 9 : random.nextInt(25);
    return switch (kind) {
      case 0 -> snapshot(model.groups.getLast().trailer(), new TreeMap<>(model.records));
      case 1 -> otherContent();
      default -> commit();
    };
  }

  private Group commit() {
    TreeMap<RepoPath, RepoOp> ops = new TreeMap<>();
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    List<Cid> blocks = new ArrayList<>(List.of(node(), node()));
    int tries = model.groups.isEmpty() ? 0 : random.nextInt(6);
    for (int i = 0; i < tries; i++) {
      RepoPath path = path(random.nextInt(20));
      Cid prev = model.records.get(path);
      // Few values, so that several paths often hold the same bytes.
      int number = random.nextInt(8);
      if (ops.containsKey(path) || value(number).equals(prev)) {
        continue;
      }
      if (prev != null && random.nextInt(3) == 0) {
        ops.put(path, RepoOp.of(path, prev, null));
        continue;
      }
      ops.put(path, RepoOp.of(path, prev, value(number)));
      blocks.add(value(number));
      if (number % 2 == 1) {
        blobs.put(path, Set.of(cid("blob" + number), cid("blob" + random.nextInt(10, 13))));
      }
    }
    Cid commit = node();
    blocks.add(commit);
    List<Cid> removed = model.nodes().stream().filter(_ -> random.nextInt(3) == 0).toList();
    Map<String, Long> marks =
        random.nextInt(3) == 0 ? Map.of("m" + random.nextInt(3), count) : Map.of();
    Optional<Trailer> last = last();
    Trailer trailer =
        new Trailer(
            ++count,
            0,
            commit,
            rev(),
            node(),
            last.map(Trailer::rev),
            last.map(Trailer::data),
            List.copyOf(ops.values()),
            removed,
            marks,
            blobs,
            Optional.empty(),
            0);
    boolean newSegment = random.nextInt(10) == 0 && end.offset() > 0;
    return group(trailer, blocks, newSegment ? new LogPosition(end.segment() + 1, 0) : end);
  }

  private Optional<Trailer> last() {
    return model.groups.isEmpty()
        ? Optional.empty()
        : Optional.of(model.groups.getLast().trailer());
  }

  /** As compaction writes it, of the state that is there. */
  private Group snapshot(Trailer of, Map<RepoPath, Cid> records) {
    List<Cid> blocks = new ArrayList<>(model.blocks.keySet());
    List<Tid> revs = blocks.stream().map(cid -> model.block(cid).rev()).toList();
    return snapshot(of.commit(), of.rev(), blocks, revs, records, model.marks, model.blobs);
  }

  /** As salvage writes it: nobody knows the commits that led there. */
  private Group otherContent() {
    Cid commit = node();
    TreeMap<RepoPath, Cid> records = new TreeMap<>();
    List<Cid> blocks = new ArrayList<>(List.of(node(), commit));
    for (int i = 0; i < 20; i++) {
      if (random.nextBoolean()) {
        Cid value = value(random.nextInt(8));
        records.put(path(i), value);
        blocks.add(value);
      }
    }
    List<Cid> distinct = blocks.stream().distinct().toList();
    List<Tid> revs = distinct.stream().map(_ -> rev()).toList();
    return snapshot(commit, rev(), distinct, revs, records, Map.of("m9", count), Map.of());
  }

  private Group snapshot(
      Cid commit,
      Tid rev,
      List<Cid> blocks,
      List<Tid> revs,
      Map<RepoPath, Cid> records,
      Map<String, Long> marks,
      Map<RepoPath, Set<Cid>> blobs) {
    snapshots.put(commit, records);
    Trailer trailer =
        new Trailer(
            ++count,
            0,
            commit,
            rev,
            node(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            marks,
            blobs,
            Optional.of(SnapshotRevs.of(revs)),
            0);
    return group(trailer, blocks, new LogPosition(end.segment() + 1, 0));
  }

  private Group group(Trailer trailer, List<Cid> cids, LogPosition start) {
    Map<Cid, BlockLocation> blocks = new LinkedHashMap<>();
    long offset = start.offset();
    for (Cid cid : cids) {
      int length = BLOCK_BYTES + Math.floorMod(cid.hashCode(), 5);
      if (blocks.putIfAbsent(cid, new BlockLocation(start.segment(), offset, length)) == null) {
        offset += length;
      }
    }
    end = new LogPosition(start.segment(), offset);
    Group group = new Group(trailer, blocks, Map.of(), start, end);
    Map<RepoPath, Cid> records = trailer.snapshot().isPresent() ? snapshotRecords(group) : Map.of();
    model.add(group, records);
    return group;
  }
}
