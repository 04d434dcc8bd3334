package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;

/**
 * A record as it was in a repo when the index was asked. Its bytes lie where they lay, also when a
 * commit has replaced it meanwhile, for a reader of the log that began before the index was asked.
 *
 * @param path where it is
 * @param cid of its block
 * @param location of its bytes
 */
public record StoredRecord(RepoPath path, Cid cid, BlockLocation location) {
  /** The record, wherever its bytes lie. */
  public RecordRef ref() {
    return new RecordRef(path, cid);
  }
}
