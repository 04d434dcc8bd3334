package dev.orlop.appview.web;

import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Action;
import dev.orlop.appview.registry.Blobs;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.registry.UploadId;
import dev.orlop.appview.registry.UploadStatus;
import dev.orlop.appview.registry.Uploads;
import dev.orlop.car.cid.Digest;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.Optional;

/** {@code /v2/<name>/blobs/uploads/} and what is below. */
final class UploadRoutes {
  private final Gate gate;
  private final Uploads uploads;
  private final Blobs blobs;

  UploadRoutes(Gate gate, Uploads uploads, Blobs blobs) {
    this.gate = gate;
    this.uploads = uploads;
    this.blobs = blobs;
  }

  void post(OciCall call) throws IOException {
    Gate.Entry entry = gate.require(call, Action.PULL, Action.PUSH);
    Optional<Digest> mount = call.digestParam("mount");
    if (mount.isPresent() && mounted(call, entry, mount.get())) {
      created(call, entry, mount.get());
      return;
    }
    Optional<Digest> digest = call.digestParam("digest");
    if (digest.isPresent()) {
      uploads.whole(entry.caller(), entry.repository(), call.chunk(), digest.get());
      created(call, entry, digest.get());
      return;
    }
    Optional<Digest.Algorithm> algorithm =
        mount
            .map(Digest::algorithm)
            .or(() -> call.param("digest-algorithm").map(UploadRoutes::algorithm));
    describe(call, entry, uploads.begin(entry.caller(), entry.repository(), algorithm));
    call.replyEmpty(Status.ACCEPTED_202);
  }

  private boolean mounted(OciCall call, Gate.Entry entry, Digest digest) {
    Optional<String> from = call.param("from");
    Optional<Repository> source = from.flatMap(name -> readable(entry, name));
    return (from.isEmpty() || source.isPresent())
        && blobs.mount(entry.caller(), entry.repository(), source, digest);
  }

  /** A mount that cannot be is no fault; the client sends the blob then. */
  private Optional<Repository> readable(Gate.Entry entry, String name) {
    try {
      return Optional.of(ImageName.parse(name))
          .filter(from -> entry.caller().may(Action.PULL, from.text()))
          .map(gate::repository);
    } catch (OciException _) {
      return Optional.empty();
    }
  }

  void get(OciCall call) {
    Gate.Entry entry = gate.require(call, Action.PULL, Action.PUSH);
    describe(call, entry, uploads.status(entry.caller(), entry.repository(), id(call)));
    call.replyEmpty(Status.NO_CONTENT_204);
  }

  void patch(OciCall call) throws IOException {
    Gate.Entry entry = gate.require(call, Action.PULL, Action.PUSH);
    UploadId id = id(call);
    describe(call, entry, uploads.append(entry.caller(), entry.repository(), id, call.chunk()));
    call.replyEmpty(Status.ACCEPTED_202);
  }

  void put(OciCall call) throws IOException {
    Gate.Entry entry = gate.require(call, Action.PULL, Action.PUSH);
    UploadId id = id(call);
    Digest digest =
        call.digestParam("digest")
            .orElseThrow(() -> OciError.DIGEST_INVALID.exception("parameter digest is missing"));
    uploads.complete(entry.caller(), entry.repository(), id, call.chunk(), digest);
    created(call, entry, digest);
  }

  void delete(OciCall call) {
    Gate.Entry entry = gate.require(call, Action.PULL, Action.PUSH);
    uploads.cancel(entry.caller(), entry.repository(), id(call));
    call.replyEmpty(Status.NO_CONTENT_204);
  }

  private static void created(OciCall call, Gate.Entry entry, Digest digest) {
    call.header(HeaderNames.LOCATION, OciPath.blob(entry.name().text(), digest))
        .header(OciHeaders.CONTENT_DIGEST, digest)
        .replyEmpty(Status.CREATED_201);
  }

  private static void describe(OciCall call, Gate.Entry entry, UploadStatus status) {
    call.header(HeaderNames.LOCATION, OciPath.upload(entry.name().text(), status.id()))
        .header(OciHeaders.UPLOAD_UUID, status.id())
        .header(HeaderNames.RANGE, "0-" + Math.max(0, status.bytes() - 1));
  }

  private static UploadId id(OciCall call) {
    return UploadId.parse(call.path().last()).orElseThrow(OciError.BLOB_UPLOAD_UNKNOWN::exception);
  }

  private static Digest.Algorithm algorithm(String name) {
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      if (algorithm.prefix().equals(name)) {
        return algorithm;
      }
    }
    throw OciError.DIGEST_INVALID.exception("digest-algorithm is neither sha256 nor sha512");
  }
}
