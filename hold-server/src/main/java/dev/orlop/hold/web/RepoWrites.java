package dev.orlop.hold.web;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.blobs.InvalidBlobException;
import dev.orlop.hold.pds.blobs.RecordBlobs;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** com.atproto.repo.*: changing the records of a repo, for whoever may write to it. */
final class RepoWrites {
  private final Gate gate;
  private final WriteGuard guard;
  private final Repositories repositories;
  private final RecordChecks records;
  private final RecordBlobs blobs;

  RepoWrites(
      Gate gate,
      WriteGuard guard,
      Repositories repositories,
      RecordChecks records,
      RecordBlobs blobs) {
    this.gate = gate;
    this.guard = guard;
    this.repositories = repositories;
    this.records = records;
    this.blobs = blobs;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(
            Nsids.REPO_CREATE_RECORD,
            call -> one(call, Nsids.REPO_CREATE_RECORD, WriteRequest::ofCreateRecord))
        .procedure(
            Nsids.REPO_PUT_RECORD,
            call -> one(call, Nsids.REPO_PUT_RECORD, WriteRequest::ofPutRecord))
        .procedure(
            Nsids.REPO_DELETE_RECORD,
            call -> one(call, Nsids.REPO_DELETE_RECORD, WriteRequest::ofDeleteRecord))
        .procedure(Nsids.REPO_APPLY_WRITES, this::applyWrites);
  }

  /** What was asked for, ready to be made, and what came of it. */
  private record Done(Repo repo, List<PreparedWrite> writes, Optional<DataMap> commit) {}

  /** Changes one record. */
  private void one(XrpcCall call, Nsid method, Function<DataMap, WriteRequest> parser) {
    Done done = write(call, method, parser);
    DataMap.Builder answer = described(done.repo(), done.writes().getFirst());
    done.commit().ifPresent(commit -> answer.put("commit", commit));
    call.reply(answer.build());
  }

  private void applyWrites(XrpcCall call) {
    Done done = write(call, Nsids.REPO_APPLY_WRITES, WriteRequest::ofApplyWrites);
    List<DataMap> results =
        done.writes().stream()
            .map(write -> described(done.repo(), write).put("$type", resultType(write)).build())
            .toList();
    DataMap.Builder answer = DataMap.builder().put("results", results);
    done.commit().ifPresent(commit -> answer.put("commit", commit));
    call.reply(answer.build());
  }

  private static String resultType(PreparedWrite write) {
    String name =
        switch (write.write()) {
          case RecordWrite.Create _ -> "#createResult";
          case RecordWrite.Update _, RecordWrite.Put _ -> "#updateResult";
          case RecordWrite.Delete _ -> "#deleteResult";
        };
    return Nsids.REPO_APPLY_WRITES + name;
  }

  private Done write(XrpcCall call, Nsid method, Function<DataMap, WriteRequest> parser) {
    Caller caller = gate.require(call, method);
    guard.record(call, Gate.account(caller));
    WriteRequest request = parser.apply(call.json());
    Repo repo = repositories.writable(caller, request.repo());
    List<PreparedWrite> prepared = new ArrayList<>(request.changes().size());
    for (Change change : request.changes()) {
      prepared.add(records.prepare(change, request.validate()));
    }
    CommitRequest commit =
        new CommitRequest(
            prepared.stream().map(PreparedWrite::write).toList(),
            request.swapCommit(),
            request.swapRecords(),
            Optional.empty(),
            Map.of(),
            Set.of());
    return new Done(repo, prepared, CommitOutcome.of(commit(repo, commit, prepared)));
  }

  private CommitResult commit(Repo repo, CommitRequest request, List<PreparedWrite> writes) {
    List<BlobRef> refs = writes.stream().flatMap(write -> write.blobs().stream()).toList();
    try {
      return blobs.referring(repo.did(), refs, needed -> repo.commit(request.holding(needed)));
    } catch (InvalidBlobException e) {
      throw CommitOutcome.refusal(e.fault());
    }
  }

  /** What is said of a record that was written; nothing of one that is gone. */
  private static DataMap.Builder described(Repo repo, PreparedWrite write) {
    DataMap.Builder builder = DataMap.builder();
    write
        .cid()
        .ifPresent(
            cid ->
                builder
                    .put("uri", AtUri.of(repo.did(), write.write().path()).toString())
                    .put("cid", cid.toString())
                    .putIfPresent("validationStatus", write.validationStatus()));
    return builder;
  }
}
