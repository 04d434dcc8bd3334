package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.blobs.BlobFault;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoState;
import java.util.Optional;

/** What callers are told of a commit. */
final class CommitOutcome {
  private CommitOutcome() {}

  /**
   * The commit that was made, as answers have it; empty if there was nothing to change. Anything
   * else is refused by its name.
   */
  static Optional<DataMap> of(CommitResult result) {
    return switch (result) {
      case CommitResult.Committed(CommitDraft draft, _) -> Optional.of(meta(draft));
      case CommitResult.Unchanged _ -> Optional.empty();
      case CommitResult.InvalidSwap(RepoState head) ->
          throw XrpcError.INVALID_SWAP.exception("Commit was at " + head.commit());
      case CommitResult.InvalidRecordSwap(_, Optional<Cid> found) ->
          throw XrpcError.INVALID_SWAP.exception(
              "Record was at " + found.map(Cid::toString).orElse("null"));
      case CommitResult.RecordExists(RepoPath path) ->
          throw XrpcError.RECORD_ALREADY_EXISTS.exception("Record already exists: " + path);
      case CommitResult.RecordMissing(RepoPath path) ->
          throw XrpcError.RECORD_NOT_FOUND.exception("Could not locate record: " + path);
      case CommitResult.BlobMissing(Cid blob) -> throw refusal(new BlobFault.Unknown(blob));
      case CommitResult.TooLarge(String reason) ->
          throw XrpcError.INVALID_REQUEST.exception(reason);
      case CommitResult.DuplicatePath(RepoPath path) ->
          throw XrpcError.INVALID_REQUEST.exception("Two writes of one record: " + path);
    };
  }

  /** Why a record with such a reference is not taken. */
  static XrpcException refusal(BlobFault fault) {
    return switch (fault) {
      // Where it is a blob that is asked for the status is another; here it is the record.
      case BlobFault.Unknown(Cid cid) ->
          new XrpcException(
              400, XrpcError.BLOB_NOT_FOUND.errorName(), "Could not find blob: " + cid);
      case BlobFault.WrongType(_, String stored, String referred) ->
          XrpcError.INVALID_MIME_TYPE.exception(
              "The blob is stored as " + stored + ", the record has " + referred);
      case BlobFault.WrongSize(_, long stored, long referred) ->
          XrpcError.INVALID_SIZE.exception(
              "The blob has " + stored + " bytes, the record has " + referred);
    };
  }

  private static DataMap meta(CommitDraft draft) {
    return DataMap.builder()
        .put("cid", draft.cid().toString())
        .put("rev", draft.commit().rev().toString())
        .build();
  }
}
