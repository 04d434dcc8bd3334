package dev.orlop.cli.remote;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcDownload;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.oci.Manifest;
import dev.orlop.cli.transfer.ImageHold;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The calls of push and pull, over XRPC (the hold's io.atcr.hold upload methods and getBlob). */
public final class HoldImages implements ImageHold {
  private static final int NOT_FOUND = 404;

  private final XrpcClient xrpc;

  /** Calls {@code hold}. */
  public HoldImages(HoldClient hold) {
    this.xrpc = hold.xrpc();
  }

  @Override
  public OptionalLong size(Did owner, Digest digest) {
    try {
      return xrpc.head(Nsids.SYNC_GET_BLOB, query(owner, digest));
    } catch (XrpcException e) {
      if (e.status() == NOT_FOUND) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  @Override
  public Body open(Did owner, Digest digest, Optional<String> repository, long offset) {
    XrpcDownload download =
        xrpc.download(Nsids.SYNC_GET_BLOB, query(owner, digest).with("repo", repository), offset);
    return new Body(download.body(), download.offset());
  }

  @Override
  public String initiate(Digest digest) {
    return text(
        xrpc.procedure(
            Nsids.HOLD_INITIATE_UPLOAD, DataMap.builder().put("digest", digest.toString()).build()),
        "uploadId");
  }

  @Override
  public PartTarget part(String uploadId, int number) {
    DataMap answer =
        xrpc.procedure(
            Nsids.HOLD_GET_PART_UPLOAD_URL,
            DataMap.builder().put("uploadId", uploadId).put("partNumber", number).build());
    String method = answer.text("method").orElse("PUT");
    if (!method.equals("PUT")) {
      throw HoldClient.malformed("a part is to be sent with the method " + method);
    }
    try {
      return new PartTarget(URI.create(text(answer, "url")));
    } catch (IllegalArgumentException _) {
      throw HoldClient.malformed("the address of a part is none");
    }
  }

  @Override
  public String putPart(PartTarget target, XrpcUpload bytes) {
    return xrpc.put(target.address(), bytes)
        .firstValue("etag")
        .orElseThrow(() -> HoldClient.malformed("a part was answered without an ETag"));
  }

  @Override
  public void complete(String uploadId, Digest digest, List<Part> parts) {
    xrpc.procedure(
        Nsids.HOLD_COMPLETE_UPLOAD,
        DataMap.builder()
            .put("uploadId", uploadId)
            .put("digest", digest.toString())
            .put(
                "parts",
                parts.stream()
                    .map(
                        part ->
                            DataMap.builder()
                                .put("partNumber", part.number())
                                .put("etag", part.etag())
                                .build())
                    .toList())
            .build());
  }

  @Override
  public void abort(String uploadId) {
    xrpc.procedure(Nsids.HOLD_ABORT_UPLOAD, DataMap.builder().put("uploadId", uploadId).build());
  }

  @Override
  public void notifyPush(Did owner, String repository, Manifest manifest, Optional<String> tag) {
    DataMap.Builder input =
        DataMap.builder()
            .put("repository", repository)
            .put("userDid", owner.value())
            .put("manifestDigest", manifest.self().digest().toString())
            .put("manifest", manifest.summary())
            .put("operation", "push");
    tag.ifPresent(name -> input.put("tag", name));
    xrpc.procedure(Nsids.HOLD_NOTIFY_MANIFEST, input.build());
  }

  private static XrpcQuery query(Did owner, Digest digest) {
    return XrpcQuery.of("did", owner).with("cid", digest);
  }

  private static String text(DataMap answer, String field) {
    return answer.text(field).orElseThrow(() -> HoldClient.malformed("no " + field));
  }
}
