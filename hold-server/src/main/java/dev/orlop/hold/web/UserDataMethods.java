package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.layers.Usage;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.pull.Removals;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * io.atcr.hold.deleteUserData and exportUserData, and dev.orlop.hold.deleteRepository. The caller
 * is whom the token names, of the crew or not any more.
 */
final class UserDataMethods {
  private static final int MAX_RECORDS = 10_000;

  private final Gate gate;
  private final Did hold;
  private final Pulls pulls;
  private final InstantSource clock;

  UserDataMethods(Gate gate, Did hold, Pulls pulls, InstantSource clock) {
    this.gate = gate;
    this.hold = hold;
    this.pulls = pulls;
    this.clock = clock;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.HOLD_DELETE_USER_DATA, this::deleteUserData)
        .query(Nsids.HOLD_EXPORT_USER_DATA, this::exportUserData)
        .procedure(Nsids.HOLD_DELETE_REPOSITORY, this::deleteRepository);
  }

  private void deleteUserData(XrpcCall call) {
    Did user = signedIn(gate.caller(call, Nsids.HOLD_DELETE_USER_DATA));
    Usage before = pulls.layers().usage(user);
    Removals.Removed removed = pulls.removals().user(user);
    call.reply(
        DataMap.builder()
            .put("success", true)
            .put("recordsDeleted", removed.layers() + removed.others())
            .put("layersDeleted", removed.layers())
            .put("blobsDeleted", 0)
            .put("uniqueBlobs", before.blobs())
            .put("totalSize", before.bytes())
            .build());
  }

  private void exportUserData(XrpcCall call) {
    Did user = signedIn(gate.caller(call, Nsids.HOLD_EXPORT_USER_DATA));
    int limit = call.params().integer("limit", 1, MAX_RECORDS, MAX_RECORDS);
    Optional<RepoPath> after = call.params().optional("cursor", RepoPath::parse);
    List<RecordEntry> records = pulls.removals().export(user, after, limit);
    DataMap.Builder body =
        DataMap.builder()
            .put("did", user.toString())
            .put("exportedAt", Datetime.of(clock.instant()).toString())
            .put("holdDid", hold.toString())
            .put("records", records.stream().map(this::entry).toList());
    if (records.size() == limit) {
      body.put("cursor", records.getLast().path().toString());
    }
    call.reply(body.build());
  }

  private DataMap entry(RecordEntry record) {
    return DataMap.builder()
        .put("uri", AtUri.of(hold, record.path()).toString())
        .put("cid", record.cid().toString())
        .put("value", record.value())
        .build();
  }

  private void deleteRepository(XrpcCall call) {
    Caller caller = gate.caller(call, Nsids.HOLD_DELETE_REPOSITORY);
    Did unused = signedIn(caller);
    DataMap body = call.json();
    Did owner = Body.did(body, "userDid");
    gate.requireOwner(caller, owner);
    RepositoryName name =
        RepositoryName.parse(Body.text(body, "repository"))
            .orElseThrow(() -> Body.invalid("repository must be the name of an image repository"));
    int deleted = pulls.removals().repository(new ImageRepository(owner, name));
    call.reply(DataMap.builder().put("success", true).put("layersDeleted", deleted).build());
  }

  private static Did signedIn(Caller caller) {
    if (caller instanceof Caller.Anonymous) {
      throw XrpcError.AUTH_REQUIRED.exception();
    }
    return Gate.account(caller);
  }
}
