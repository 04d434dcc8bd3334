package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/** The upload methods of a hold (io.atcr.hold: initiateUpload and those that follow). */
final class HoldUploads {
  /** A part that arrives twice is the same part. */
  private static final int ATTEMPTS = 3;

  private final HoldClient client;

  HoldUploads(HoldClient client) {
    this.client = client;
  }

  Hold hold() {
    return client.hold();
  }

  /**
   * Begins an upload and gives its id.
   *
   * @param digest if it is known already
   * @throws OciException DENIED names the permission that is missing
   */
  String initiate(Optional<Digest> digest) {
    String name = digest.map(Digest::toString).orElseGet(() -> "uploads/temp-" + UUID.randomUUID());
    DataMap answer =
        client.call(
            Nsids.HOLD_INITIATE_UPLOAD,
            Need.WRITE,
            xrpc ->
                xrpc.procedure(
                    Nsids.HOLD_INITIATE_UPLOAD, DataMap.builder().put("digest", name).build()));
    return client.text(answer, "uploadId");
  }

  /** Sends a part and gives its ETag. */
  String put(String uploadId, int number, XrpcUpload bytes) {
    for (int attempt = 1; ; attempt++) {
      URI target = target(uploadId, number);
      boolean last = attempt == ATTEMPTS;
      Optional<String> etag =
          client.call(
              Nsids.HOLD_UPLOAD_PART,
              Need.WRITE,
              xrpc -> {
                try {
                  return Optional.of(
                      xrpc.put(target, bytes)
                          .firstValue("etag")
                          .orElseThrow(() -> client.malformed("a part without an ETag")));
                } catch (XrpcConnectionException e) {
                  if (last || Thread.currentThread().isInterrupted()) {
                    throw e;
                  }
                  return Optional.empty();
                }
              });
      if (etag.isPresent()) {
        return etag.get();
      }
    }
  }

  private URI target(String uploadId, int number) {
    DataMap answer =
        client.call(
            Nsids.HOLD_GET_PART_UPLOAD_URL,
            Need.WRITE,
            xrpc ->
                xrpc.procedure(
                    Nsids.HOLD_GET_PART_UPLOAD_URL,
                    DataMap.builder().put("uploadId", uploadId).put("partNumber", number).build()));
    if (!answer.text("method").orElse("PUT").equals("PUT")) {
      throw client.malformed("a part that is not to be PUT");
    }
    try {
      return URI.create(client.text(answer, "url"));
    } catch (IllegalArgumentException _) {
      throw client.malformed("a part's address that is none");
    }
  }

  /**
   * Joins the parts; the hold compares the digest.
   *
   * @param etags by the numbers of parts
   */
  void complete(String uploadId, Digest digest, SortedMap<Integer, String> etags) {
    List<DataMap> parts = new ArrayList<>();
    for (Map.Entry<Integer, String> part : etags.entrySet()) {
      parts.add(
          DataMap.builder().put("partNumber", part.getKey()).put("etag", part.getValue()).build());
    }
    DataMap input =
        DataMap.builder()
            .put("uploadId", uploadId)
            .put("digest", digest.toString())
            .put("parts", parts)
            .build();
    DataMap unused =
        client.call(
            Nsids.HOLD_COMPLETE_UPLOAD,
            Need.WRITE,
            xrpc -> xrpc.procedure(Nsids.HOLD_COMPLETE_UPLOAD, input));
  }

  /** Gives an upload up. */
  void abort(String uploadId) {
    DataMap input = DataMap.builder().put("uploadId", uploadId).build();
    DataMap unused =
        client.call(
            Nsids.HOLD_ABORT_UPLOAD,
            Need.WRITE,
            xrpc -> xrpc.procedure(Nsids.HOLD_ABORT_UPLOAD, input));
  }
}
