package dev.orlop.hold.web;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RecordWrite;
import java.util.List;
import java.util.Optional;

/**
 * A change that is ready to be made.
 *
 * @param cid of the record; empty for one that goes
 * @param validationStatus what the lexicon said of it; empty if it was not asked
 * @param blobs that the record refers to
 */
record PreparedWrite(
    RecordWrite write, Optional<Cid> cid, Optional<String> validationStatus, List<BlobRef> blobs) {
  static PreparedWrite delete(RepoPath path) {
    return new PreparedWrite(
        new RecordWrite.Delete(path), Optional.empty(), Optional.empty(), List.of());
  }
}
