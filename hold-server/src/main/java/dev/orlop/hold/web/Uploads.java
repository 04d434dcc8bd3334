package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.SignedAct;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.upload.AbortResult;
import dev.orlop.hold.upload.CompleteResult;
import dev.orlop.hold.upload.InitiateResult;
import dev.orlop.hold.upload.PartRef;
import dev.orlop.hold.upload.PartResult;
import dev.orlop.hold.upload.PartTarget;
import dev.orlop.hold.upload.UploadError;
import dev.orlop.hold.upload.UploadId;
import dev.orlop.hold.upload.UploadLimits;
import dev.orlop.hold.upload.UploadRefused;
import dev.orlop.hold.upload.UploadService;
import dev.orlop.lexicons.Nsids;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

/** io.atcr.hold: initiateUpload, getPartUploadUrl, uploadPart, completeUpload, abortUpload. */
final class Uploads {
  /** Ten thousand parts of a number and an ETag, with room. */
  private static final int MAX_COMPLETE_BYTES = 4 << 20;

  private final Gate gate;
  private final UploadService uploads;
  private final SignedUrls urls;
  private final UploadLimits limits;
  private final Quotas quotas;

  Uploads(Gate gate, UploadService uploads, SignedUrls urls, UploadLimits limits, Quotas quotas) {
    this.gate = gate;
    this.uploads = uploads;
    this.urls = urls;
    this.limits = limits;
    this.quotas = quotas;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.HOLD_INITIATE_UPLOAD, this::initiate)
        .procedure(Nsids.HOLD_GET_PART_UPLOAD_URL, this::partUrl)
        .put(Nsids.HOLD_UPLOAD_PART, new XrpcInput.Raw(limits.maxPartBytes()), this::uploadPart)
        .procedure(
            Nsids.HOLD_COMPLETE_UPLOAD, new XrpcInput.Json(MAX_COMPLETE_BYTES), this::complete)
        .procedure(Nsids.HOLD_ABORT_UPLOAD, this::abort);
  }

  private void initiate(XrpcCall call) {
    Did caller = writer(call, Nsids.HOLD_INITIATE_UPLOAD);
    DataMap body = call.json();
    long bytes = body.integer("size").orElse(1);
    switch (uploads.initiate(caller, Body.text(body, "digest"), bytes)) {
      case InitiateResult.Started(UploadId id) ->
          call.reply(DataMap.builder().put("uploadId", id.toString()).build());
      case UploadRefused refused -> throw refusal(refused);
    }
  }

  private void partUrl(XrpcCall call) {
    Did caller = writer(call, Nsids.HOLD_GET_PART_UPLOAD_URL);
    DataMap body = call.json();
    switch (uploads.partTarget(caller, Body.text(body, "uploadId"), partNumber(body))) {
      case PartTarget.Open(UploadId id, int number) -> partUrl(call, urls.putPart(id, number));
      case PartTarget.Elsewhere(URI url) -> partUrl(call, url);
      case UploadRefused refused -> throw refusal(refused);
    }
  }

  private static void partUrl(XrpcCall call, URI url) {
    call.reply(DataMap.builder().put("url", url.toString()).put("method", "PUT").build());
  }

  /** The right to send it was proved when its URL was signed. */
  private void uploadPart(XrpcCall call) throws IOException {
    if (call.params().optionalText("digest").isPresent()) {
      uploadWhole(call);
      return;
    }
    UploadId id =
        UploadId.parse(call.params().text("uploadId"))
            .orElseThrow(XrpcError.INVALID_UPLOAD_ID::exception);
    int number = call.params().integer("partNumber", 1, limits.maxParts(), 0);
    urls.require(call, List.of(new SignedAct.PutPart(id.toString(), number)));
    call.header(HeaderNames.ETAG, write(call, id, number)).replyEmpty();
  }

  /** A blob in one piece. */
  private void uploadWhole(XrpcCall call) throws IOException {
    Did owner = call.params().required("did", Did::parse);
    Digest digest = call.params().required("digest", Digest::parse);
    urls.require(call, List.of(new SignedAct.PutBlob(owner, digest)));
    try (InputStream body = call.body()) {
      requireComplete(uploads.writeWhole(owner, digest, body, length(call)));
    }
    QuotaHeaders.warn(call, quotas.standing(owner));
    call.header(HeaderNames.ETAG, '"' + digest.toString() + '"').replyEmpty();
  }

  private String write(XrpcCall call, UploadId id, int number) throws IOException {
    try (InputStream body = call.body()) {
      return switch (uploads.writePart(id, number, body, length(call))) {
        case PartResult.Stored(String etag, _) -> etag;
        case UploadRefused refused -> throw refusal(refused);
      };
    }
  }

  private static OptionalLong length(XrpcCall call) {
    return call.request().headers().contentLength();
  }

  private void complete(XrpcCall call) {
    Did caller = writer(call, Nsids.HOLD_COMPLETE_UPLOAD);
    DataMap body = call.json();
    Digest digest = Body.digest(body, "digest");
    requireComplete(uploads.complete(caller, Body.text(body, "uploadId"), digest, parts(body)));
    QuotaHeaders.warn(call, quotas.standing(caller));
    call.reply(
        DataMap.builder().put("status", "completed").put("digest", digest.toString()).build());
  }

  private static void requireComplete(CompleteResult result) {
    switch (result) {
      case CompleteResult.Completed _ -> {
        // The blob is durable and visible.
      }
      case UploadRefused refused -> throw refusal(refused);
    }
  }

  private void abort(XrpcCall call) {
    Did caller = writer(call, Nsids.HOLD_ABORT_UPLOAD);
    switch (uploads.abort(caller, Body.text(call.json(), "uploadId"))) {
      case AbortResult.Aborted _ -> call.reply(DataMap.builder().put("status", "aborted").build());
      case UploadRefused refused -> throw refusal(refused);
    }
  }

  private Did writer(XrpcCall call, Nsid method) {
    return gate.requireAccount(call, method, Action.WRITE_BLOB);
  }

  private static List<PartRef> parts(DataMap body) {
    return body.array("parts").orElse(List.of()).stream()
        .map(part -> Body.object(part, "a part"))
        .map(part -> new PartRef(partNumber(part), Body.text(part, "etag")))
        .toList();
  }

  /** Older clients write {@code part_number}. */
  private static int partNumber(DataMap body) {
    String name = body.has("partNumber") ? "partNumber" : "part_number";
    long number = body.integer(name).orElse(0);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw XrpcError.INVALID_PART_NUMBER.exception("partNumber must be 1 or more");
    }
    return (int) number;
  }

  private static XrpcException refusal(UploadRefused refused) {
    UploadError error = refused.error();
    XrpcException refusal = new XrpcException(error.status(), error.wireName(), refused.message());
    return switch (error) {
      case BUSY, TOO_MANY_UPLOADS -> refusal.withHeader("Retry-After", "60");
      default -> refusal;
    };
  }
}
