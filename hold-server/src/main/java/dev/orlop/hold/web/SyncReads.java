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
import dev.orlop.hold.pds.Repos;
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
  private final Repos repos;

  SyncReads(Repositories repositories, Repos repos) {
    this.repositories = repositories;
    this.repos = repos;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .query(Nsids.SYNC_GET_REPO, this::getRepo)
        .query(Nsids.SYNC_GET_RECORD, this::getRecord)
        .query(Nsids.SYNC_GET_BLOCKS, this::getBlocks)
        .query(Nsids.SYNC_GET_LATEST_COMMIT, this::getLatestCommit)
        .query(Nsids.SYNC_GET_REPO_STATUS, this::getRepoStatus)
        .query(Nsids.SYNC_LIST_REPOS, this::listRepos)
        .query(Nsids.SYNC_LIST_BLOBS, this::listBlobs);
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
    RepoState head = repositories.byDid(call).head();
    call.reply(
        DataMap.builder()
            .put("did", head.did().toString())
            .put("active", true)
            .put("rev", head.rev().toString())
            .build());
  }

  private void listRepos(XrpcCall call) {
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<Did> cursor = call.params().optional("cursor", Did::parse);
    List<RepoState> heads = repos.heads(cursor, limit);
    List<DataMap> entries =
        heads.stream()
            .map(
                head ->
                    DataMap.builder()
                        .put("did", head.did().toString())
                        .put("head", head.commit().toString())
                        .put("rev", head.rev().toString())
                        .put("active", true)
                        .build())
            .toList();
    DataMap.Builder body = DataMap.builder().put("repos", entries);
    if (heads.size() == limit) {
      body.put("cursor", heads.getLast().did().toString());
    }
    call.reply(body.build());
  }

  /**
   * The hold's own repo references no blobs yet; the method is there for those who ask all PDSs.
   */
  private void listBlobs(XrpcCall call) {
    repositories.byDid(call);
    call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    call.reply(DataMap.builder().put("cids", List.of()).build());
  }
}
