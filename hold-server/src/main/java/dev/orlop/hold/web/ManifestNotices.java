package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pull.NotifiedManifest;
import dev.orlop.hold.pull.PullService;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.pull.PushResult;
import dev.orlop.hold.pull.PushService;
import dev.orlop.hold.pull.Removals;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.quota.Standing;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.util.List;

/** io.atcr.hold.notifyManifest: an AppView says that a manifest was pushed, pulled or deleted. */
final class ManifestNotices {
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private final Gate gate;
  private final PullService pulls;
  private final PushService pushes;
  private final Removals removals;
  private final BlobKeeper keeper;
  private final Quotas quotas;

  ManifestNotices(Gate gate, Pulls pulls, BlobKeeper keeper, Quotas quotas) {
    this.gate = gate;
    this.pulls = pulls.pulls();
    this.pushes = pulls.pushes();
    this.removals = pulls.removals();
    this.keeper = keeper;
    this.quotas = quotas;
  }

  void register(XrpcRouter.Builder routes) {
    routes.procedure(Nsids.HOLD_NOTIFY_MANIFEST, this::notifyManifest);
  }

  private void notifyManifest(XrpcCall call) {
    // Who calls is asked before what is said: strangers learn nothing from the answer.
    Caller caller = gate.caller(call, Nsids.HOLD_NOTIFY_MANIFEST);
    Did account = Gate.account(caller);
    DataMap body = call.json();
    String operation = body.text("operation").orElse("push");
    switch (operation) {
      case "push" -> {
        gate.require(caller, Action.WRITE_BLOB);
        DataMap answer = push(account, body);
        QuotaHeaders.warn(call, quotas.standing(account));
        call.reply(answer);
      }
      case "pull" -> {
        gate.require(caller, Action.READ_BLOB);
        pulls.countNotified(manifest(body));
        call.reply(answer("pull", true).build());
      }
      case "delete" -> {
        NotifiedManifest manifest = manifest(body);
        gate.requireOwner(caller, manifest.owner());
        int deleted = removals.manifest(manifest.repository(), manifest.digest());
        call.reply(answer("delete", false).put("layersDeleted", deleted).build());
      }
      default ->
          throw XrpcError.INVALID_OPERATION.exception("operation must be push, pull or delete");
    }
  }

  /** Whoever has no AppView stores manifests beside their blobs: such a one uses itself, too. */
  private NotifiedManifest stored(DataMap body, NotifiedManifest manifest) {
    if (keeper.rely(manifest.digest()) instanceof BlobLocation.Missing) {
      return manifest;
    }
    String mediaType =
        body.map("manifest").flatMap(said -> said.text("mediaType")).orElse(UNKNOWN_TYPE);
    return manifest.withLayer(new NotifiedManifest.Part(manifest.digest(), mediaType));
  }

  private DataMap push(Did caller, DataMap body) {
    NotifiedManifest manifest = manifest(body);
    if (!manifest.owner().equals(caller)) {
      throw XrpcError.USER_MISMATCH.exception(
          "The token is of " + caller + ", the repository of " + manifest.owner());
    }
    // Until the records say so themselves; what lies in the trash comes back.
    manifest.parts().map(NotifiedManifest.Part::digest).forEach(keeper::rely);
    return switch (pushes.push(stored(body, manifest), List.of())) {
      case PushResult.Recorded(int layersCreated, _) ->
          answer("push", true).put("layersCreated", layersCreated).build();
      case PushResult.OverQuota(Standing standing, long more) ->
          throw QuotaHeaders.refusal(standing, more);
    };
  }

  private static DataMap.Builder answer(String operation, boolean counted) {
    return DataMap.builder()
        .put("success", true)
        .put("operation", operation)
        .put("statsUpdated", counted);
  }

  private static NotifiedManifest manifest(DataMap body) {
    RepositoryName name =
        RepositoryName.parse(Body.text(body, "repository"))
            .orElseThrow(() -> Body.invalid("repository must be the name of an image repository"));
    DataMap said = body.map("manifest").orElse(DataMap.EMPTY);
    return new NotifiedManifest(
        new ImageRepository(Body.did(body, "userDid"), name),
        digest(Body.text(body, "manifestDigest")),
        said.map("config").map(ManifestNotices::part),
        parts(said, "layers"),
        parts(said, "manifests"),
        said.map("subject").isPresent());
  }

  private static List<NotifiedManifest.Part> parts(DataMap said, String name) {
    return said.array(name).orElse(List.of()).stream()
        .map(part -> part(Body.object(part, "each of " + name)))
        .toList();
  }

  private static NotifiedManifest.Part part(DataMap descriptor) {
    return new NotifiedManifest.Part(
        digest(Body.text(descriptor, "digest")), descriptor.text("mediaType").orElse(UNKNOWN_TYPE));
  }

  private static Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidDigestException e) {
      throw Body.invalid("not a digest: " + e.getMessage());
    }
  }
}
