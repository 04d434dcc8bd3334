package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.RepoIndex.BlobUse;
import dev.orlop.hold.store.StoredBlock;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.hold.store.Trailer;
import dev.orlop.mst.RepoOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the index should know of one repo, found in the most obvious way. */
final class IndexModel {
  private static final Comparator<RepoPath> BY_COLLECTION =
      Comparator.comparing(RepoPath::collection).thenComparing(RepoPath::rkey);

  final Map<Cid, StoredBlock> blocks = new HashMap<>();
  final TreeMap<RepoPath, Cid> records = new TreeMap<>();
  final Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
  final Map<String, Long> marks = new TreeMap<>();
  final List<Group> groups = new ArrayList<>();

  void add(Group group, Map<RepoPath, Cid> snapshotRecords) {
    Trailer trailer = group.trailer();
    if (trailer.snapshot().isPresent()) {
      blocks.clear();
      records.clear();
      blobs.clear();
      records.putAll(snapshotRecords);
    } else if (!groups.isEmpty()) {
      blocks.remove(groups.getLast().trailer().commit());
    }
    int number = 0;
    for (Map.Entry<Cid, BlockLocation> block : group.blocks().entrySet()) {
      Tid rev = trailer.blockRev(number++);
      blocks.put(block.getKey(), new StoredBlock(block.getKey(), block.getValue(), rev));
    }
    for (RepoOp op : trailer.ops()) {
      blobs.remove(op.path());
      if (op.cid() instanceof Cid cid) {
        records.put(op.path(), cid);
      } else {
        records.remove(op.path());
      }
    }
    for (RepoOp op : trailer.ops()) {
      if (op.prev() instanceof Cid prev && !records.containsValue(prev)) {
        blocks.remove(prev);
      }
    }
    trailer.removed().forEach(blocks::remove);
    blobs.putAll(trailer.blobs());
    marks.putAll(trailer.marks());
    groups.add(group);
  }

  /** The blocks that are no records, and not the commit. */
  List<Cid> nodes() {
    return blocks.keySet().stream()
        .filter(cid -> !records.containsValue(cid))
        .filter(cid -> !cid.equals(groups.getLast().trailer().commit()))
        .sorted()
        .toList();
  }

  StoredBlock block(Cid cid) {
    return Objects.requireNonNull(blocks.get(cid));
  }

  List<StoredRecord> records(Nsid collection, boolean descending) {
    List<StoredRecord> found = new ArrayList<>();
    records.forEach(
        (path, cid) -> {
          if (path.collection().equals(collection)) {
            found.add(new StoredRecord(path, cid, block(cid).location()));
          }
        });
    return descending ? found.reversed() : found;
  }

  List<Nsid> collections() {
    return records.keySet().stream().map(RepoPath::collection).distinct().sorted().toList();
  }

  List<BlobUse> uses(Optional<Tid> since) {
    TreeMap<String, BlobUse> uses = new TreeMap<>();
    for (RepoPath path : blobs.keySet().stream().sorted(BY_COLLECTION).toList()) {
      Tid rev = block(Objects.requireNonNull(records.get(path))).rev();
      if (since.isEmpty() || rev.compareTo(since.get()) > 0) {
        for (Cid blob : Objects.requireNonNull(blobs.get(path))) {
          uses.putIfAbsent(blob.toString(), new BlobUse(blob, path));
        }
      }
    }
    return List.copyOf(uses.values());
  }

  long bytes() {
    return blocks.values().stream().mapToLong(block -> block.location().length()).sum();
  }
}
