package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.RepoState;

/** What there is of a repo while its files are open: the log and the one who writes to it. */
final class OpenRepo implements AutoCloseable {
  private final RepoLog log;
  private final RecordCache.Part records;
  private final FileWriter writer;
  private final CommitService commits;

  OpenRepo(
      Did did,
      SigningKey key,
      RepoLog log,
      RepoIndex index,
      Clocks clocks,
      CommitListener listener,
      Cache<Cid, MstNode> nodes,
      RecordCache.Part records) {
    this.log = log;
    this.records = records;
    this.writer = new FileWriter(did, log, index, records, clocks, listener);
    this.commits = new CommitService(did, RepoKey.fixed(key), writer, nodes, clocks.revs());
    commits.open();
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

  RepoState head() {
    return writer.head();
  }

  Repo.Compaction compact() {
    return commits.alone(writer::compact);
  }

  @Override
  public void close() {
    commits.close();
    log.close();
  }
}
