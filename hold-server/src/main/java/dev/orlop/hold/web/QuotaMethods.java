package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.quota.Standing;
import dev.orlop.hold.quota.Tier;
import dev.orlop.hold.quota.TierChange;
import dev.orlop.lexicons.Nsids;
import java.util.Optional;

/**
 * io.atcr.hold.getQuota, listTiers and updateCrewTier. What somebody uses is open to all, as the
 * records are that it is the sum of; what is on its way is not.
 */
final class QuotaMethods {
  private final Gate gate;
  private final Quotas quotas;
  private final Repo repo;

  QuotaMethods(Gate gate, Quotas quotas, Repo repo) {
    this.gate = gate;
    this.quotas = quotas;
    this.repo = repo;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .query(Nsids.HOLD_GET_QUOTA, this::getQuota)
        .query(Nsids.HOLD_LIST_TIERS, this::listTiers)
        .procedure(Nsids.HOLD_UPDATE_CREW_TIER, this::updateCrewTier);
  }

  private void getQuota(XrpcCall call) {
    Caller caller = gate.caller(call, Nsids.HOLD_GET_QUOTA);
    Optional<String> named = call.params().optionalText("userDid");
    Did account = named.isPresent() ? did(named.get()) : Gate.account(caller);
    Standing standing = quotas.standing(account);
    call.reply(gate.owns(caller, account) ? described(standing) : open(standing).build());
  }

  /** All of it. */
  static DataMap described(Standing standing) {
    return open(standing).put("reserved", standing.reserved()).build();
  }

  private static DataMap.Builder open(Standing standing) {
    DataMap.Builder body =
        DataMap.builder()
            .put("userDid", standing.account().toString())
            .put("uniqueBlobs", standing.used().blobs())
            .put("totalSize", standing.used().bytes())
            .putIfPresent("tier", standing.tier());
    standing.limit().ifPresent(limit -> body.put("limit", limit));
    return body;
  }

  private static Did did(String text) {
    try {
      return Did.parse(text).canonical();
    } catch (InvalidSyntaxException e) {
      throw XrpcError.INVALID_USER_DID.exception();
    }
  }

  private void listTiers(XrpcCall call) {
    call.reply(
        DataMap.builder()
            .put("tiers", quotas.settings().tiers().stream().map(QuotaMethods::described).toList())
            .putIfPresent("defaultTier", quotas.settings().usual().map(Tier::name))
            .build());
  }

  private static DataMap described(Tier tier) {
    DataMap.Builder map = DataMap.builder().put("name", tier.name()).put("quota", tier.text());
    tier.limit().ifPresent(limit -> map.put("limit", limit));
    return map.build();
  }

  private void updateCrewTier(XrpcCall call) {
    Caller caller = gate.caller(call, Nsids.HOLD_UPDATE_CREW_TIER);
    if (!quotas.settings().trustedAppViews().contains(Gate.account(caller))) {
      gate.requireAdministrator(caller);
    }
    DataMap body = call.json();
    String name = Body.text(body, "tier");
    Tier tier =
        quotas
            .settings()
            .tier(name)
            .orElseThrow(() -> new XrpcException(400, "InvalidTier", "There is no tier " + name));
    Did member = Body.did(body, "userDid");
    if (!new TierChange(repo).give(member, tier)) {
      throw new XrpcException(400, "NotCrew", member + " is not of the crew");
    }
    call.reply(DataMap.builder().put("success", true).put("tier", tier.name()).build());
  }
}
