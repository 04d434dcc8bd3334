package dev.orlop.cli.remote;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls of a hold that several commands make. */
public final class HoldClient {
  private static final int PAGE = 100;

  /** Enough for any crew; an answer that never ends must end here. */
  private static final int MAX_PAGES = 10_000;

  private final XrpcClient xrpc;
  private final Did did;

  HoldClient(XrpcClient xrpc, Did did) {
    this.xrpc = xrpc;
    this.did = did;
  }

  /** A record of the hold's repo. */
  public record Entry(RecordKey rkey, String cid, DataMap value) {}

  /** Who the hold is. */
  public Did did() {
    return did;
  }

  /** For calls that only one command makes. */
  public XrpcClient xrpc() {
    return xrpc;
  }

  /** All records of a collection, in the order of their keys. */
  public List<Entry> records(Nsid collection) {
    List<Entry> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      DataMap answer =
          xrpc.query(
              Nsids.REPO_LIST_RECORDS,
              XrpcQuery.of("repo", did)
                  .with("collection", collection)
                  .with("limit", PAGE)
                  .with("cursor", cursor));
      List<DataValue> records = answer.array("records").orElse(List.of());
      records.forEach(value -> all.add(entry(value)));
      Optional<String> next = answer.text("cursor");
      if (next.isEmpty() || records.isEmpty() || next.equals(cursor)) {
        return all;
      }
      cursor = next;
    }
    throw malformed("a list that does not end");
  }

  /** One record; refused with RecordNotFound if there is none. */
  public Entry record(Nsid collection, RecordKey rkey) {
    return entry(
        xrpc.query(
            Nsids.REPO_GET_RECORD,
            XrpcQuery.of("repo", did).with("collection", collection).with("rkey", rkey)));
  }

  /**
   * Writes a record.
   *
   * @param swap the CID of the version that is to be replaced; empty demands that there is none
   */
  public void put(Nsid collection, RecordKey rkey, DataMap value, Optional<String> swap) {
    DataMap.Builder input =
        DataMap.builder()
            .put("repo", did.value())
            .put("collection", collection.value())
            .put("rkey", rkey.value())
            .put("record", value);
    if (swap.isPresent()) {
      input.put("swapRecord", swap.get());
    } else {
      input.put("swapRecord", DataValue.Null.NULL);
    }
    xrpc.procedure(Nsids.REPO_PUT_RECORD, input.build());
  }

  /** Deletes the version {@code cid} of a record. */
  public void delete(Nsid collection, RecordKey rkey, String cid) {
    xrpc.procedure(
        Nsids.REPO_DELETE_RECORD,
        DataMap.builder()
            .put("repo", did.value())
            .put("collection", collection.value())
            .put("rkey", rkey.value())
            .put("swapRecord", cid)
            .build());
  }

  /** Has the hold give up its records of a manifest in a repository; nothing if it has none. */
  public void dropManifest(Did owner, String repository, Digest digest) {
    xrpc.procedure(
        Nsids.HOLD_NOTIFY_MANIFEST,
        DataMap.builder()
            .put("operation", "delete")
            .put("repository", repository)
            .put("userDid", owner.value())
            .put("manifestDigest", digest.toString())
            .put("manifest", DataMap.EMPTY)
            .build());
  }

  private static Entry entry(DataValue value) {
    if (!(value instanceof DataMap map)) {
      throw malformed("a record that is no object");
    }
    String uri = map.text("uri").orElseThrow(() -> malformed("a record without uri"));
    RecordKey rkey =
        AtUri.parse(uri).rkey().orElseThrow(() -> malformed("a record's uri without a key"));
    return new Entry(
        rkey,
        map.text("cid").orElseThrow(() -> malformed("a record without cid")),
        map.map("value").orElseThrow(() -> malformed("a record without value")));
  }

  /** The hold's answer is not what its lexicon says. */
  public static CommandFailure malformed(String what) {
    return new CommandFailure(
        ExitCode.FAILURE,
        "the hold's answer makes no sense",
        what,
        "check that the address is that of a hold");
  }
}
