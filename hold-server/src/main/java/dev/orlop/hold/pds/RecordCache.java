package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.mst.RepoOp;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records that were asked for lately, of all repos together, and what was asked for in vain: the
 * same few are asked for again and again, and each would cost a query.
 *
 * <p>Nothing in it is old. Who looks for a record that is not here reads the index while a change
 * of the same record waits, and is forgotten by that change, which comes after the index has it.
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
    private Part() {}

    /** A record, or that there is none; {@code look} asks the index and the log. */
    Optional<RecordEntry> get(RepoPath path, Supplier<Optional<Found>> look) {
      return found.get(new Key(this, path), _ -> look.get()).map(Found::entry);
    }

    /** The index has these changes. */
    void changed(List<RepoOp> ops) {
      for (RepoOp op : ops) {
        found.invalidate(new Key(this, op.path()));
      }
    }
  }
}
