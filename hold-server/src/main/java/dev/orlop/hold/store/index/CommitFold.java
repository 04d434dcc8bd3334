package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what commits change in the rows of one repo. Writes nothing. */
final class CommitFold {
  private final Moment now;
  private final int number;
  private final List<RowChange> changed = new ArrayList<>();

  /** How many records more, or fewer, have these bytes; also of those whose number stays. */
  private final Map<Cid, Integer> held = new HashMap<>();

  private CommitFold(Moment now, int number) {
    this.now = now;
    this.number = number;
  }

  /** The rows that change, but for the repo's own. */
  static List<RowChange> fold(Moment now, int number, NetChanges changes) {
    CommitFold fold = new CommitFold(now, number);
    changes.records().forEach(fold::record);
    changes.replaced().forEach(cid -> fold.held.merge(cid, 0, Integer::sum));
    fold.blocks(changes);
    changes.blobs().forEach(fold::blobs);
    changes.marks().forEach(fold::mark);
    return fold.changed;
  }

  private void record(RepoPath path, Optional<Cid> cid) {
    byte[] key = Keys.record(number, path);
    if (now.get(Table.RECORD, key) instanceof byte[] old) {
      held.merge(Cid.read(old, 0), -1, Integer::sum);
    }
    if (cid.isPresent()) {
      held.merge(cid.get(), 1, Integer::sum);
      changed.add(RowChange.record(number, path, cid.get()));
    } else {
      remove(Table.RECORD, key);
    }
  }

  private void blocks(NetChanges changes) {
    for (Cid cid : changes.gone()) {
      if (!changes.blocks().containsKey(cid)) {
        remove(Table.BLOCK, Keys.block(number, cid));
      }
    }
    changes
        .blocks()
        .forEach(
            (cid, block) -> {
              if (!held.containsKey(cid)) {
                changed.add(RowChange.block(number, cid, row(block, 0)));
              }
            });
    held.forEach((cid, more) -> record(cid, more, Optional.ofNullable(changes.blocks().get(cid))));
  }

  /** A record's block, which other paths may hold as well. */
  private void record(Cid cid, int more, Optional<NetChanges.Row> written) {
    Optional<BlockRow> known = now.block(number, cid);
    int holders = known.map(BlockRow::holders).orElse(0) + more;
    if (holders == 0) {
      remove(Table.BLOCK, Keys.block(number, cid));
      return;
    }
    written
        .map(block -> row(block, holders))
        .or(() -> known.map(row -> new BlockRow(row.location(), row.rev(), holders)))
        .ifPresent(row -> changed.add(RowChange.block(number, cid, row)));
  }

  static BlockRow row(NetChanges.Row block, int holders) {
    return new BlockRow(block.location(), block.rev().value(), holders);
  }

  private void blobs(RepoPath path, Set<Cid> blobs) {
    byte[] key = Keys.record(number, path);
    if (now.get(Table.BLOBS_OF_RECORD, key) instanceof byte[] old) {
      for (Cid blob : BlobRefs.decode(old)) {
        remove(Table.BLOB, Keys.blob(number, blob, path));
      }
      remove(Table.BLOBS_OF_RECORD, key);
    }
    changed.addAll(RowChange.blobs(number, path, blobs));
  }

  private void mark(String name, long value) {
    changed.add(RowChange.mark(number, name, value));
  }

  private void remove(Table table, byte[] key) {
    changed.add(new RowChange(table, key, null));
  }
}
