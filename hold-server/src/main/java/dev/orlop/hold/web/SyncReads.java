package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.RepoState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** com.atproto.sync.*: reading repos as CARs, and where they stand. Open to all. */
final class SyncReads {
  private static final String CAR = "application/vnd.ipld.car";
  private static final int DEFAULT_LIMIT = 500;
  private static final int MAX_LIMIT = 1000;

  /** More blocks in one answer would let one call read the whole repo in pieces of its choosing. */
  private static final int MAX_BLOCKS = 500;

  private final Repositories repositories;
  private final Hosting hosting;

  SyncReads(Repositories repositories, Hosting hosting) {
    this.repositories = repositories;
    this.hosting = hosting;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .query(Nsids.SYNC_GET_REPO, this::getRepo)
        .query(Nsids.SYNC_GET_RECORD, this::getRecord)
        .query(Nsids.SYNC_GET_BLOCKS, this::getBlocks)
        .query(Nsids.SYNC_GET_LATEST_COMMIT, this::getLatestCommit)
        .query(Nsids.SYNC_GET_REPO_STATUS, this::getRepoStatus)
        .query(Nsids.SYNC_LIST_REPOS, this::listRepos);
  }

  private void getRepo(XrpcCall call) throws Exception {
    Repo repo = repositories.byDid(call);
    Optional<Tid> since = call.params().optional("since", Tid::parse);
    if (since.isPresent()) {
      call.reply(CAR, out -> repo.exportSince(since.get(), out));
    } else {
      call.reply(CAR, repo::export);
    }
  }

  private void getRecord(XrpcCall call) throws IOException {
    Repo repo = repositories.byDid(call);
    RepoPath path = RepoReads.path(call);
    ByteArrayOutputStream proof = new ByteArrayOutputStream();
    repo.proof(path, proof);
    call.reply(CAR, proof.toByteArray());
  }

  private void getBlocks(XrpcCall call) throws IOException {
    Repo repo = repositories.byDid(call);
    List<Cid> cids = call.params().all("cids", Cid::parse);
    if (cids.isEmpty() || cids.size() > MAX_BLOCKS) {
      throw XrpcError.INVALID_REQUEST.exception("cids must be 1 to " + MAX_BLOCKS + " CIDs");
    }
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    try {
      repo.blocks(cids, car);
    } catch (MissingBlockException e) {
      throw XrpcError.BLOCK_NOT_FOUND.exception("Could not find block: " + e.cid());
    }
    call.reply(CAR, car.toByteArray());
  }

  private void getLatestCommit(XrpcCall call) {
    RepoState head = repositories.byDid(call).head();
    call.reply(
        DataMap.builder()
            .put("cid", head.commit().toString())
            .put("rev", head.rev().toString())
            .build());
  }

  private void getRepoStatus(XrpcCall call) {
    Account account = repositories.account(call.params().required("did", Did::parse));
    DataMap.Builder body = DataMap.builder().put("did", account.did().toString());
    if (account.status().isActive()) {
      body.put("rev", hosting.head(account).rev().toString());
    }
    call.reply(status(body, account).build());
  }

  private static DataMap.Builder status(DataMap.Builder body, Account account) {
    body.put("active", account.status().isActive());
    if (!account.status().isActive()) {
      body.put("status", account.status().wireName());
    }
    return body;
  }

  /** All accounts, whether or not the index knows their repos by now. */
  private void listRepos(XrpcCall call) {
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<Did> cursor = call.params().optional("cursor", Did::parse);
    List<Account> accounts = hosting.accounts().list(cursor, limit);
    DataMap.Builder body =
        DataMap.builder().put("repos", accounts.stream().map(this::listed).toList());
    if (accounts.size() == limit) {
      body.put("cursor", accounts.getLast().did().toString());
    }
    call.reply(body.build());
  }

  private DataMap listed(Account account) {
    RepoState head = hosting.head(account);
    return status(
            DataMap.builder()
                .put("did", account.did().toString())
                .put("head", head.commit().toString())
                .put("rev", head.rev().toString()),
            account)
        .build();
  }
}
