package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.atproto.xrpc.XrpcUpload;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes to the repo of an account in its name. Every method may throw {@link OciException}:
 * UNAUTHORIZED without a session, UNAVAILABLE and TOOMANYREQUESTS with a pause, DENIED.
 */
final class OwnerRepo {
  /** The most that the method takes. */
  private static final int MAX_EDITS = 200;

  private final PdsSessions sessions;
  private final Did owner;

  OwnerRepo(PdsSessions sessions, Did owner) {
    this.sessions = sessions;
    this.owner = owner;
  }

  /**
   * Keeps the bytes of a manifest as a blob. It is dropped some time later unless a record refers
   * to it.
   */
  BlobRef upload(Manifest manifest) {
    DataMap answer =
        call(
            pds ->
                pds.upload(
                    Nsids.REPO_UPLOAD_BLOB,
                    XrpcQuery.NONE,
                    XrpcUpload.of(manifest.mediaType(), manifest.bytes())));
    return blob(answer)
        .filter(blob -> blob.size() == manifest.bytes().length)
        .filter(blob -> blob.ref().matches(manifest.bytes()))
        .orElseThrow(
            () ->
                OciError.UNKNOWN
                    .exception("the account's server has kept other bytes than the manifest's")
                    .withStatus(502)
                    .with("digest", manifest.digest()));
  }

  private static Optional<BlobRef> blob(DataMap answer) {
    try {
      return answer.map("blob").map(BlobRef::of);
    } catch (InvalidJsonException _) {
      return Optional.empty();
    }
  }

  /** Keeps a record, whatever was there. */
  void put(Nsid collection, RecordKey rkey, DataMap record) {
    DataMap input = input(collection, rkey, record).build();
    DataMap unused = call(pds -> pds.procedure(Nsids.REPO_PUT_RECORD, input));
  }

  /**
   * Keeps a record if what is there is what was there.
   *
   * @param before what is expected; empty for nothing
   * @return false if it is something else; nothing is written then
   */
  boolean swap(Nsid collection, RecordKey rkey, Optional<Cid> before, DataMap record) {
    DataValue expected =
        before
            .<DataValue>map(cid -> new DataValue.Text(cid.toString()))
            .orElse(DataValue.Null.NULL);
    DataMap input = input(collection, rkey, record).put("swapRecord", expected).build();
    return swapped(Nsids.REPO_PUT_RECORD, input);
  }

  /**
   * Deletes a record if it is what it was.
   *
   * @return false if it is something else; it stays then
   */
  boolean delete(Nsid collection, RecordKey rkey, Cid before) {
    DataMap input =
        DataMap.builder()
            .put("repo", owner.value())
            .put("collection", collection.toString())
            .put("rkey", rkey.value())
            .put("swapRecord", before.toString())
            .build();
    return swapped(Nsids.REPO_DELETE_RECORD, input);
  }

  private boolean swapped(Nsid method, DataMap input) {
    return call(
        pds -> {
          try {
            DataMap unused = pds.procedure(method, input);
            return true;
          } catch (XrpcException e) {
            if (e.is(XrpcError.INVALID_SWAP)) {
              return false;
            }
            throw e;
          }
        });
  }

  private DataMap.Builder input(Nsid collection, RecordKey rkey, DataMap record) {
    return DataMap.builder()
        .put("repo", owner.value())
        .put("collection", collection.toString())
        .put("rkey", rkey.value())
        .put("record", record);
  }

  /** Makes changes: all at once, or where that are too many, in their order. */
  void apply(List<Edit> edits) {
    for (int from = 0; from < edits.size(); from += MAX_EDITS) {
      List<DataMap> some =
          edits.subList(from, Math.min(from + MAX_EDITS, edits.size())).stream()
              .map(Edit::toData)
              .toList();
      DataMap input = DataMap.builder().put("repo", owner.value()).put("writes", some).build();
      DataMap unused = call(pds -> pds.procedure(Nsids.REPO_APPLY_WRITES, input));
    }
  }

  private <T> T call(Function<XrpcClient, T> call) {
    try {
      return sessions.call(owner, call);
    } catch (XrpcException e) {
      throw PdsRefusals.of(e);
    }
  }
}
