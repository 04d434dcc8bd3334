package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.Identities;
import dev.orlop.hold.pds.accounts.Registrar;
import dev.orlop.hold.pds.blobs.RecordBlobs;
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.RepoIndex.BlobUse;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RepoState;
import java.util.List;
import java.util.Optional;

/** com.atproto.server.checkAccountStatus: how far an account that moves has arrived. */
final class AccountStatusMethod {
  private static final int PAGE = 1000;

  private final Gate gate;
  private final Hosting hosting;
  private final Registrar registrar;
  private final Identities identities;
  private final RecordBlobs blobs;

  AccountStatusMethod(
      Gate gate, Hosting hosting, Registrar registrar, Identities identities, RecordBlobs blobs) {
    this.gate = gate;
    this.hosting = hosting;
    this.registrar = registrar;
    this.identities = identities;
    this.blobs = blobs;
  }

  void register(XrpcRouter.Builder routes) {
    routes.query(Nsids.SERVER_CHECK_ACCOUNT_STATUS, this::check);
  }

  private void check(XrpcCall call) {
    Account account = gate.requireSession(call).account();
    Repo repo = hosting.repo(account);
    RepoState head = repo.head();
    Blobs arrived = blobs(repo);
    boolean validDid =
        registrar
            .document(account)
            .filter(document -> identities.leadsHere(document, account))
            .isPresent();
    call.reply(
        DataMap.builder()
            .put("activated", account.status().isActive())
            .put("validDid", validDid)
            .put("repoCommit", head.commit().toString())
            .put("repoRev", head.rev().toString())
            .put("repoBlocks", repo.size().blocks())
            .put("indexedRecords", records(repo))
            .put("privateStateValues", 0)
            .put("expectedBlobs", arrived.expected())
            .put("importedBlobs", arrived.here())
            .build());
  }

  /** How many blobs the records refer to, and how many of them are here. */
  private record Blobs(long expected, long here) {}

  private Blobs blobs(Repo repo) {
    long expected = 0;
    long here = 0;
    Optional<Cid> after = Optional.empty();
    List<BlobUse> page;
    do {
      page = repo.blobUses(after, PAGE);
      expected += page.size();
      here += blobs.among(repo.did(), page.stream().map(BlobUse::blob).toList()).size();
      after = page.isEmpty() ? after : Optional.of(page.getLast().blob());
    } while (page.size() == PAGE);
    return new Blobs(expected, here);
  }

  private static long records(Repo repo) {
    long count = 0;
    for (Nsid collection : repo.collections()) {
      Optional<RecordKey> after = Optional.empty();
      List<RecordRef> page;
      do {
        page = repo.records(collection, after, PAGE, false);
        count += page.size();
        after = page.isEmpty() ? after : Optional.of(page.getLast().path().rkey());
      } while (page.size() == PAGE);
    }
    return count;
  }
}
