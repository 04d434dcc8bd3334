package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.mst.RepoOp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Records that were asked for lately, of all repos together, and what was asked for in vain: the
 * same few are asked for again and again, and each would cost a query.
 *
 * <p>What it says is what the index says, at every moment: who reads a record beside something else
 * of the index finds two that belong together. So a record is forgotten before the index changes
 * it, and until that is done it is the index alone that is asked.
 */
final class RecordCache {
  /** A value in memory takes several times its bytes in the log, and its key some hundreds. */
  private static final int BYTES_PER_BYTE = 4;

  private static final int BYTES_PER_ENTRY = 600;

  private final Cache<Key, Optional<Found>> found;

  /** A cache of so many bytes, about. */
  RecordCache(long maxBytes) {
    found =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(
                (Key _, Optional<Found> record) ->
                    record.map(Found::weight).orElse(BYTES_PER_ENTRY))
            .build();
  }

  /** Repos are told apart by their opening: between two of them the index may have moved on. */
  private record Key(Part part, RepoPath path) {}

  /** A record, and how many bytes it has in the log. */
  record Found(RecordEntry entry, int bytes) {
    private int weight() {
      return BYTES_PER_ENTRY + BYTES_PER_BYTE * bytes;
    }
  }

  /** The part of a repo that has just been opened. */
  Part part() {
    return new Part();
  }

  /** The records of one repo, as long as it is open. */
  final class Part {
    private final Set<RepoPath> changing = ConcurrentHashMap.newKeySet();

    private Part() {}

    /** A record, or that there is none; {@code look} asks the index and the log. */
    Optional<RecordEntry> get(RepoPath path, Supplier<Optional<Found>> look) {
      Key key = new Key(this, path);
      Optional<Found> record = found.getIfPresent(key);
      if (record == null) {
        // Asked for again under the key's lock, which a change of it waits for.
        record =
            found.asMap().computeIfAbsent(key, _ -> changing.contains(path) ? null : look.get());
      }
      return (record == null ? look.get() : record).map(Found::entry);
    }

    /** The index is about to have these changes. */
    void begin(List<RepoOp> ops) {
      for (RepoOp op : ops) {
        changing.add(op.path());
        found.invalidate(new Key(this, op.path()));
      }
    }

    /** The index has them. */
    void end(List<RepoOp> ops) {
      ops.forEach(op -> changing.remove(op.path()));
    }
  }
}
