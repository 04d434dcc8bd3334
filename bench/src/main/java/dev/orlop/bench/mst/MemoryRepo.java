package dev.orlop.bench.mst;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitDrafter;
import dev.orlop.mst.DraftResult;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.NodeStore;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A repo in memory that commits are drafted for and applied to. */
final class MemoryRepo implements BlockSource {
  private static final long FIRST_REV_MICROS = 1_700_000_000_000_000L;

  private final Map<Cid, byte[]> blocks = new HashMap<>();
  private final SigningKey key = SigningKey.generate(KeyType.K256);
  private final Map<Cid, MstNode> nodes = new HashMap<>();
  private final NodeStore decoding = NodeStore.over(this);
  private final CommitDrafter drafter =
      new CommitDrafter(cid -> nodes.computeIfAbsent(cid, decoding::get), Workload.DID, key);
  private Optional<RepoState> head = Optional.empty();
  private long revMicros = FIRST_REV_MICROS;

  /** A repo of so many records, made by one commit. */
  static MemoryRepo of(int records) {
    MemoryRepo repo = new MemoryRepo();
    List<RecordWrite> writes = new ArrayList<>(records);
    for (int i = 0; i < records; i++) {
      writes.add(new RecordWrite.Create(Workload.path(i), Workload.block(i)));
    }
    repo.commit(writes);
    return repo;
  }

  CommitDraft commit(List<RecordWrite> writes) {
    if (drafter.draft(head, writes, Tid.ofMicros(++revMicros, 0))
        instanceof DraftResult.Drafted(CommitDraft draft)) {
      blocks.putAll(draft.newBlocks());
      draft.removedNodes().forEach(blocks::remove);
      draft.removedNodes().forEach(nodes::remove);
      head = Optional.of(draft.after());
      return draft;
    }
    throw new IllegalStateException("nothing was drafted");
  }

  RepoState head() {
    return head.orElseThrow();
  }

  SigningKey key() {
    return key;
  }

  @Override
  public byte @Nullable [] get(Cid cid) {
    return blocks.get(cid);
  }
}
