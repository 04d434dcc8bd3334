package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.util.Optional;

/** Where this server stands as one that others follow, and telling them again. */
final class HostMethods {
  private final Gate gate;
  private final URI publicUrl;
  private final Hosting hosting;
  private final Telling telling;

  HostMethods(Gate gate, URI publicUrl, Hosting hosting, Telling telling) {
    this.gate = gate;
    this.publicUrl = publicUrl;
    this.hosting = hosting;
    this.telling = telling;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .query(Nsids.SYNC_GET_HOST_STATUS, this::getHostStatus)
        .procedure(Nsids.ADMIN_TELL_AGAIN, this::tellAgain);
  }

  /**
   * A relay tells of the hosts that it follows; this server of itself, to be compared with that.
   */
  private void getHostStatus(XrpcCall call) {
    String hostname = call.params().text("hostname");
    if (!hostname.equals(publicUrl.getAuthority())) {
      throw XrpcError.HOST_NOT_FOUND.exception();
    }
    call.reply(
        DataMap.builder()
            .put("hostname", hostname)
            .put("seq", telling.lastSeq().getAsLong())
            .put("accountCount", hosting.accounts().count())
            .put("status", "active")
            .build());
  }

  private void tellAgain(XrpcCall call) {
    gate.requireOperator(call, Nsids.ADMIN_TELL_AGAIN);
    DataMap body = call.json();
    Optional<Did> did = body.has("did") ? Optional.of(Body.did(body, "did")) : Optional.empty();
    int told = telling.tellAgain().applyAsInt(did);
    if (told == 0) {
      throw XrpcError.REPO_NOT_FOUND.exception();
    }
    call.reply(DataMap.builder().put("told", told).build());
  }
}
