package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.Validity;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RecordWrite;
import java.util.Optional;

/** com.atproto.repo.*: changing the hold's records, for the captain and the crew's admins. */
final class RepoWrites {
  private static final int MAX_RECORD_BYTES = 1_000_000;

  private final Gate gate;
  private final Repositories repositories;
  private final LexiconValidator lexicons;

  RepoWrites(Gate gate, Repositories repositories, LexiconValidator lexicons) {
    this.gate = gate;
    this.repositories = repositories;
    this.lexicons = lexicons;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.REPO_PUT_RECORD, this::putRecord)
        .procedure(Nsids.REPO_DELETE_RECORD, this::deleteRecord);
  }

  private void putRecord(XrpcCall call) {
    Caller caller = gate.require(call, Nsids.REPO_PUT_RECORD);
    DataMap body = call.json();
    Repo repo = repositories.writable(caller, text(body, "repo"));
    RepoPath path = path(body);
    DataMap record = body.map("record").orElseThrow(() -> invalid("record must be an object"));
    record = typed(record, path.collection());
    Optional<String> status = validate(path, record, body.bool("validate"));
    byte[] block = DagCbor.encode(record);
    if (block.length > MAX_RECORD_BYTES) {
      throw XrpcError.INVALID_REQUEST.exception("record over " + MAX_RECORD_BYTES + " bytes");
    }
    requireSwap(repo, path, body);
    CommitResult result = repo.commit(request(new RecordWrite.Put(path, block), body));
    DataMap.Builder answer =
        DataMap.builder()
            .put("uri", AtUri.of(repo.did(), path).toString())
            .put("cid", Cid.hash(Cid.Codec.DAG_CBOR, block).toString())
            .putIfPresent("validationStatus", status);
    committed(result).ifPresent(draft -> answer.put("commit", commit(draft)));
    call.reply(answer.build());
  }

  private void deleteRecord(XrpcCall call) {
    Caller caller = gate.require(call, Nsids.REPO_DELETE_RECORD);
    DataMap body = call.json();
    Repo repo = repositories.writable(caller, text(body, "repo"));
    RepoPath path = path(body);
    requireSwap(repo, path, body);
    CommitResult result = repo.commit(request(new RecordWrite.Delete(path), body));
    DataMap.Builder answer = DataMap.builder();
    committed(result).ifPresent(draft -> answer.put("commit", commit(draft)));
    call.reply(answer.build());
  }

  private static CommitRequest request(RecordWrite write, DataMap body) {
    CommitRequest request = CommitRequest.of(write);
    Optional<Cid> swap = body.text("swapCommit").map(RepoWrites::cid);
    return swap.isPresent() ? request.onto(swap.get()) : request;
  }

  /** The commit that was made; empty if nothing changed. Anything else is refused by its name. */
  private static Optional<CommitDraft> committed(CommitResult result) {
    return switch (result) {
      case CommitResult.Committed(CommitDraft draft, _) -> Optional.of(draft);
      case CommitResult.Unchanged _ -> Optional.empty();
      case CommitResult.InvalidSwap(var head) ->
          throw XrpcError.INVALID_SWAP.exception("Commit was at " + head.commit());
      case CommitResult.RecordExists(RepoPath path) ->
          throw XrpcError.INVALID_REQUEST.exception("Record already exists: " + path);
      case CommitResult.RecordMissing(RepoPath path) ->
          throw XrpcError.INVALID_REQUEST.exception("Record does not exist: " + path);
      case CommitResult.DuplicatePath(RepoPath path) ->
          throw XrpcError.INVALID_REQUEST.exception("Two writes of one record: " + path);
    };
  }

  private static DataMap commit(CommitDraft draft) {
    return DataMap.builder()
        .put("cid", draft.cid().toString())
        .put("rev", draft.commit().rev().toString())
        .build();
  }

  /** Checks {@code swapRecord}: the record's CID, or null for a record that must not be there. */
  private static void requireSwap(Repo repo, RepoPath path, DataMap body) {
    DataValue swap = body.get("swapRecord");
    if (swap == null) {
      return;
    }
    Optional<Cid> wanted =
        swap instanceof DataValue.Text(String text) ? Optional.of(cid(text)) : Optional.empty();
    Optional<Cid> found = repo.record(path).map(StoredRecord::cid);
    if (!wanted.equals(found)) {
      throw XrpcError.INVALID_SWAP.exception(
          "Record was at " + found.map(Cid::toString).orElse("null"));
    }
  }

  private static DataMap typed(DataMap record, Nsid collection) {
    if (!record.has("$type")) {
      return record.with("$type", new DataValue.Text(collection.toString()));
    }
    if (!record.type().equals(Optional.of(collection.toString()))) {
      throw invalid("record must have the $type " + collection);
    }
    return record;
  }

  private Optional<String> validate(RepoPath path, DataMap record, Optional<Boolean> wanted) {
    if (wanted.equals(Optional.of(false))) {
      return Optional.empty();
    }
    return switch (lexicons.validateRecord(path, record)) {
      case Validity.Valid _ -> Optional.of("valid");
      case Validity.Invalid invalid -> throw invalid("Invalid record: " + invalid.describe());
      case Validity.Unknown _ -> {
        if (wanted.equals(Optional.of(true))) {
          throw invalid("Unknown lexicon type: " + path.collection());
        }
        yield Optional.of("unknown");
      }
    };
  }

  private static RepoPath path(DataMap body) {
    try {
      return new RepoPath(
          Nsid.parse(text(body, "collection")), RecordKey.parse(text(body, "rkey")));
    } catch (InvalidSyntaxException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (InvalidCidException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static String text(DataMap body, String name) {
    return body.text(name).orElseThrow(() -> invalid(name + " must be text"));
  }

  private static RuntimeException invalid(String message) {
    return XrpcError.INVALID_REQUEST.exception(message);
  }
}
