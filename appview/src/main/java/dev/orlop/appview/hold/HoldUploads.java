package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;

/** The upload methods of a hold (io.atcr.hold: initiateUpload and those that follow). */
final class HoldUploads {
  /** A part that arrives twice is the same part. */
  private static final int ATTEMPTS = 3;

  /** What a hold may take for each part to read it once more, as it must one from a bucket. */
  private static final Duration READING = Duration.ofSeconds(2);

  private final HoldClient client;
  private final Did user;
  private final HoldHabits habits;

  /**
   * By one client.
   *
   * @param user in whose name it calls
   */
  HoldUploads(HoldClient client, Did user, HoldHabits habits) {
    this.client = client;
    this.user = user;
    this.habits = habits;
  }

  Hold hold() {
    return client.hold();
  }

  /** Whether the hold let this user write a while ago. */
  boolean isKnown() {
    return habits.letsWrite(hold(), user);
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
    habits.seenLettingWrite(hold(), user);
    return client.text(answer, "uploadId");
  }

  /** Sends a part and gives its ETag. */
  String put(String uploadId, int number, XrpcUpload bytes) {
    return put(() -> target(uploadId, number), bytes)
        .firstValue("etag")
        .orElseThrow(() -> client.malformed("a part without an ETag"));
  }

  /**
   * Sends a blob in one piece; the hold compares the digest.
   *
   * @return false if the hold does not take blobs so, and has nothing of it
   * @throws OciException DENIED names the permission that is missing
   */
  boolean putWhole(Digest digest, XrpcUpload bytes) {
    if (habits.takesPartsOnly(hold())) {
      return false;
    }
    Optional<URI> first = wholeTarget(digest);
    if (first.isEmpty()) {
      habits.seenTakingPartsOnly(hold());
      return false;
    }
    HoldClient.passOnWarnings(put(first::get, bytes));
    return true;
  }

  private Optional<URI> wholeTarget(Digest digest) {
    XrpcQuery query = XrpcQuery.of("did", user).with("cid", digest).with("method", "PUT");
    try {
      return client.call(
          Nsids.SYNC_GET_BLOB,
          Need.WRITE,
          xrpc -> {
            try {
              return Optional.of(xrpc.locate(Nsids.SYNC_GET_BLOB, query));
            } catch (XrpcException e) {
              if (isUnknownWay(e)) {
                return Optional.empty();
              }
              throw e;
            }
          },
          Optional::empty);
    } catch (OciException e) {
      if (e.error() == OciError.DENIED) {
        habits.seenRefusing(hold(), user);
      }
      throw e;
    }
  }

  private static boolean isUnknownWay(XrpcException e) {
    return e.status() == 400 || e.status() == 405 || e.status() == 501;
  }

  /** Sends bytes; where the connection broke, again. */
  private HttpHeaders put(Supplier<URI> target, XrpcUpload bytes) {
    for (int attempt = 1; ; attempt++) {
      URI address = target.get();
      boolean last = attempt == ATTEMPTS;
      Optional<HttpHeaders> answer =
          client.call(
              Nsids.HOLD_UPLOAD_PART,
              Need.WRITE,
              xrpc -> {
                try {
                  return Optional.of(xrpc.put(address, bytes));
                } catch (XrpcConnectionException e) {
                  if (last || Thread.currentThread().isInterrupted()) {
                    throw e;
                  }
                  return Optional.empty();
                }
              });
      if (answer.isPresent()) {
        return answer.get();
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
            xrpc ->
                xrpc.procedure(
                    Nsids.HOLD_COMPLETE_UPLOAD,
                    input,
                    READING.multipliedBy(etags.size()),
                    HoldClient::passOnWarnings));
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
