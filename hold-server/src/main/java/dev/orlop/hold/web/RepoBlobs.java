package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.blobs.HeldBlob;
import dev.orlop.hold.pds.blobs.RecordBlobs;
import dev.orlop.hold.store.RepoIndex.BlobUse;
import dev.orlop.lexicons.Nsids;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The blobs of records: com.atproto.repo.uploadBlob and what can be asked of them. */
final class RepoBlobs {
  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 1000;

  /** Type and subtype (RFC 6838); names longer than this are nobody's. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

  private final Gate gate;
  private final WriteGuard guard;
  private final Repositories repositories;
  private final RecordBlobs blobs;
  private final long maxBlobBytes;

  RepoBlobs(
      Gate gate,
      WriteGuard guard,
      Repositories repositories,
      RecordBlobs blobs,
      long maxBlobBytes) {
    this.gate = gate;
    this.guard = guard;
    this.repositories = repositories;
    this.blobs = blobs;
    this.maxBlobBytes = maxBlobBytes;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.REPO_UPLOAD_BLOB, new XrpcInput.Raw(maxBlobBytes), this::uploadBlob)
        .query(Nsids.REPO_LIST_MISSING_BLOBS, this::listMissingBlobs)
        .query(Nsids.SYNC_LIST_BLOBS, this::listBlobs);
  }

  private void uploadBlob(XrpcCall call) throws IOException {
    Caller caller = gate.require(call, Nsids.REPO_UPLOAD_BLOB);
    guard.blob(call, Gate.account(caller));
    Repo repo = repositories.home(caller);
    String type = mediaType(call);
    try (InputStream body = call.body()) {
      HeldBlob blob = blobs.upload(repo.did(), type, body);
      call.reply(DataMap.builder().put("blob", blob.ref().toData()).build());
    }
  }

  /** What the uploader says that it is, without parameters. */
  private static String mediaType(XrpcCall call) {
    String text =
        call.header(HeaderNames.CONTENT_TYPE)
            .orElseThrow(
                () -> Body.invalid("Request encoding (Content-Type) required but not provided"));
    int semicolon = text.indexOf(';');
    String type = semicolon < 0 ? text : text.substring(0, semicolon);
    String canonical = type.strip().toLowerCase(Locale.ROOT);
    if (!MEDIA_TYPE.matcher(canonical).matches()) {
      throw Body.invalid("The Content-Type must be a media type");
    }
    return canonical;
  }

  /** Those that are referred to and that nobody has uploaded, as after an import. */
  private void listMissingBlobs(XrpcCall call) {
    Repo repo = repositories.home(gate.require(call, Nsids.REPO_LIST_MISSING_BLOBS));
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<Cid> after = call.params().optional("cursor", Cid::parse);
    List<DataMap> missing = new ArrayList<>();
    List<BlobUse> page;
    do {
      page = repo.blobUses(after, MAX_LIMIT);
      Set<Cid> held = blobs.among(repo.did(), page.stream().map(BlobUse::blob).toList());
      for (BlobUse use : page) {
        if (missing.size() < limit && !held.contains(use.blob())) {
          missing.add(missing(repo, use));
          after = Optional.of(use.blob());
        }
      }
      if (missing.size() < limit && !page.isEmpty()) {
        after = Optional.of(page.getLast().blob());
      }
    } while (missing.size() < limit && page.size() == MAX_LIMIT);
    DataMap.Builder answer = DataMap.builder().put("blobs", missing);
    if (missing.size() == limit) {
      answer.putIfPresent("cursor", after);
    }
    call.reply(answer.build());
  }

  private static DataMap missing(Repo repo, BlobUse use) {
    return DataMap.builder()
        .put("cid", use.blob().toString())
        .put("recordUri", AtUri.of(repo.did(), use.path()).toString())
        .build();
  }

  private void listBlobs(XrpcCall call) {
    Repo repo = repositories.byDid(call);
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<Tid> since = call.params().optional("since", Tid::parse);
    Optional<Cid> cursor = call.params().optional("cursor", Cid::parse);
    List<Cid> cids = repo.blobs(since, cursor, limit);
    DataMap.Builder answer =
        DataMap.builder()
            .put("cids", cids.stream().map(cid -> new DataValue.Text(cid.toString())).toList());
    if (cids.size() == limit) {
      answer.put("cursor", cids.getLast().toString());
    }
    call.reply(answer.build());
  }

  /** com.atproto.sync.getBlob with a CID: a blob that a record refers to. */
  void getBlob(XrpcCall call) throws Exception {
    Repo repo = repositories.byDid(call);
    Cid cid = call.params().required("cid", Cid::parse);
    HeldBlob blob =
        blobs.find(repo.did(), cid).filter(_ -> repo.hasBlob(cid)).orElseThrow(() -> notFound(cid));
    BlobLocation location = blobs.locate(blob);
    if (location instanceof BlobLocation.Missing) {
      throw notFound(cid);
    }
    BlobLook look =
        new BlobLook(
            cid.toString(),
            blob.mimeType(),
            List.of(
                HeaderValues.create(
                    HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + cid + "\""),
                // Its record may go at any time, and with it the right to have it from here.
                HeaderValues.create(HeaderNames.CACHE_CONTROL, "public, no-cache")));
    BlobSending.send(call, look, location, Optional.empty(), _ -> {});
  }

  private static RuntimeException notFound(Cid cid) {
    return XrpcError.BLOB_NOT_FOUND.exception("Could not find blob: " + cid);
  }
}
