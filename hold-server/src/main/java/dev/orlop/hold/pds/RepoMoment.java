package dev.orlop.hold.pds;

import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockBytes;
import dev.orlop.hold.store.BlockTable;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoredBlock;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.RepoState;
import org.jspecify.annotations.Nullable;

/**
 * A repo, or the new part of it, as it was at one moment, for reading it at length: commits and
 * compactions do not change it, and it holds up none of them.
 *
 * @param head where the repo stood
 * @param blocks where its blocks lie
 * @param bytes of a reader that was made before the index was asked for the two
 */
record RepoMoment(RepoIndex.Head head, BlockTable blocks, BlockBytes bytes) implements BlockSource {
  RepoState state() {
    return head.state();
  }

  /**
   * Where a block lies.
   *
   * @throws MissingBlockException if it is not part of the repo
   */
  StoredBlock find(Cid cid) {
    return blocks.find(cid).orElseThrow(() -> new MissingBlockException(cid));
  }

  byte[] read(StoredBlock block) {
    return bytes.read(block.location());
  }

  @Override
  public byte @Nullable [] get(Cid cid) {
    return blocks.find(cid).map(this::read).orElse(null);
  }
}
