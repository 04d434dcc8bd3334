package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MstNode;
import org.jspecify.annotations.Nullable;

/** What there is of a repo while its files are open: the log and the one who writes to it. */
final class OpenRepo implements BlockSource, AutoCloseable {
  private final Did did;
  private final RepoLog log;
  private final RepoIndex index;
  private final RecordCache.Part records;
  private final CommitService commits;

  OpenRepo(
      Did did,
      SigningKey key,
      RepoLog log,
      RepoIndex index,
      CommitService.Clocks clocks,
      CommitListener listener,
      Cache<Cid, MstNode> nodes,
      RecordCache.Part records) {
    this.did = did;
    this.log = log;
    this.index = index;
    this.records = records;
    this.commits =
        new CommitService(
            did, key, log, index, new NodeCache(this, nodes), records, clocks, listener);
  }

  RepoLog log() {
    return log;
  }

  RecordCache.Part records() {
    return records;
  }

  CommitService commits() {
    return commits;
  }

  @Override
  public byte @Nullable [] get(Cid cid) {
    try (LogReader reader = log.reader()) {
      return index.block(did, cid).map(reader::read).orElse(null);
    }
  }

  @Override
  public void close() {
    commits.close();
    log.close();
  }
}
