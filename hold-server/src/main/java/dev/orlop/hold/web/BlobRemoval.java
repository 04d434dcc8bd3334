package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.lexicons.Nsids;

/** dev.orlop.hold.deleteBlob: whoever may push gives up a blob that no manifest names. */
final class BlobRemoval {
  private final Gate gate;
  private final Repo repo;
  private final BlobKeeper keeper;
  private final Quotas quotas;

  BlobRemoval(Gate gate, Repo repo, BlobKeeper keeper, Quotas quotas) {
    this.gate = gate;
    this.repo = repo;
    this.keeper = keeper;
    this.quotas = quotas;
  }

  void register(XrpcRouter.Builder routes) {
    routes.procedure(Nsids.HOLD_DELETE_BLOB, this::deleteBlob);
  }

  private void deleteBlob(XrpcCall call) {
    Caller caller = gate.caller(call, Nsids.HOLD_DELETE_BLOB);
    gate.require(caller, Action.WRITE_BLOB);
    Did account = Gate.account(caller);
    Digest digest = Body.digest(call.json(), "digest");
    // What is on disk may not be known yet to who says what is used.
    repo.settle();
    switch (keeper.withdraw(digest, account)) {
      case DONE -> quotas.reservations().release(account, digest);
      case IN_USE ->
          throw XrpcError.BLOB_IN_USE.exception("A manifest names " + digest + ": delete it first");
      case MISSING -> throw XrpcError.BLOB_NOT_FOUND.exception("Could not find blob: " + digest);
    }
    call.reply(DataMap.builder().put("success", true).build());
  }
}
