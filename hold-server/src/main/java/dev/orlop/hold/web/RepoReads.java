package dev.orlop.hold.web;

import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** com.atproto.repo.*: reading records. Open to all. */
final class RepoReads {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;

  private final HostedIdentities identities;
  private final IdentityDirectory directory;
  private final Repositories repositories;

  RepoReads(HostedIdentities identities, IdentityDirectory directory, Repositories repositories) {
    this.identities = identities;
    this.directory = directory;
    this.repositories = repositories;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .query(Nsids.REPO_DESCRIBE_REPO, this::describeRepo)
        .query(Nsids.REPO_GET_RECORD, this::getRecord)
        .query(Nsids.REPO_LIST_RECORDS, this::listRecords);
  }

  private void describeRepo(XrpcCall call) {
    Repo repo = repositories.byName(call);
    List<DataValue> collections = new ArrayList<>();
    repo.collections().forEach(nsid -> collections.add(new DataValue.Text(nsid.toString())));
    Account account = repositories.account(repo.did());
    DidDocument document = identities.published(directory, account);
    call.reply(
        DataMap.builder()
            .put("handle", account.handle().toString())
            .put("did", repo.did().toString())
            .put("didDoc", document.toData())
            .put("collections", collections)
            .put("handleIsCorrect", document.handle().equals(Optional.of(account.handle())))
            .build());
  }

  private void getRecord(XrpcCall call) {
    Repo repo = repositories.byName(call);
    RepoPath path = path(call);
    Optional<Cid> wanted = call.params().optional("cid", Cid::parse);
    RecordEntry record =
        repo.entry(path)
            .filter(found -> wanted.isEmpty() || wanted.get().equals(found.cid()))
            .orElseThrow(
                () ->
                    XrpcError.RECORD_NOT_FOUND.exception(
                        "Could not locate record: " + AtUri.of(repo.did(), path)));
    call.reply(entry(repo, record));
  }

  private void listRecords(XrpcCall call) {
    Repo repo = repositories.byName(call);
    Nsid collection = call.params().required("collection", Nsid::parse);
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<RecordKey> cursor = call.params().optional("cursor", RecordKey::parse);
    boolean ascending = call.params().bool("reverse", false);
    List<RecordEntry> records = repo.entries(collection, cursor, limit, !ascending);
    List<DataMap> entries = records.stream().map(record -> entry(repo, record)).toList();
    DataMap.Builder body = DataMap.builder().put("records", entries);
    // The reference gives a cursor with every page that is not empty; clients page until it ends.
    if (!records.isEmpty()) {
      body.put("cursor", records.getLast().path().rkey().toString());
    }
    call.reply(body.build());
  }

  private static DataMap entry(Repo repo, RecordEntry record) {
    return DataMap.builder()
        .put("uri", AtUri.of(repo.did(), record.path()).toString())
        .put("cid", record.cid().toString())
        .put("value", record.value())
        .build();
  }

  static RepoPath path(XrpcCall call) {
    return new RepoPath(
        call.params().required("collection", Nsid::parse),
        call.params().required("rkey", RecordKey::parse));
  }
}
