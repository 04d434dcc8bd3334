package dev.orlop.hold.layers;

import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.Nsids;

/**
 * One layer record.
 *
 * @param key of the record
 * @param digest of the blob, or of the child
 */
public record KnownLayer(RecordKey key, Digest digest, LayerRecord.Role role) {
  /** Where the record is. */
  public RepoPath path() {
    return new RepoPath(Nsids.HOLD_LAYER, key);
  }
}
