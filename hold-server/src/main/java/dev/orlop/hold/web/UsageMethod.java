package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.layers.Totals;
import dev.orlop.hold.layers.Usage;
import dev.orlop.hold.quota.Difference;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.quota.Reconciliation;
import dev.orlop.hold.quota.Standing;
import dev.orlop.lexicons.Nsids;
import java.util.Comparator;
import java.util.List;

/**
 * dev.orlop.hold.getUsage: what all use together, for those who administer the hold. How much is
 * saved by storing a blob once is told in total alone: who shares a blob with whom is nobody's
 * business.
 */
final class UsageMethod {
  private static final int MAX_USERS = 10_000;
  private static final int USERS = 100;

  private final Gate gate;
  private final Quotas quotas;
  private final LayerIndex layers;
  private final BlobStore blobs;

  UsageMethod(Gate gate, Quotas quotas, LayerIndex layers, BlobStore blobs) {
    this.gate = gate;
    this.quotas = quotas;
    this.layers = layers;
    this.blobs = blobs;
  }

  void register(XrpcRouter.Builder routes) {
    routes.query(Nsids.HOLD_GET_USAGE, this::getUsage);
  }

  private void getUsage(XrpcCall call) {
    gate.requireAdministrator(gate.caller(call, Nsids.HOLD_GET_USAGE));
    int limit = call.params().integer("users", 0, MAX_USERS, USERS);
    Totals totals = layers.totals();
    List<Did> users = layers.users();
    DataMap.Builder body =
        DataMap.builder()
            .put("layerRecords", totals.records())
            .put("stored", described(totals.stored()))
            .put("logical", described(totals.logical()))
            .put("savedBytes", totals.logical().bytes() - totals.stored().bytes())
            .put("userCount", users.size())
            .put(
                "users",
                users.stream()
                    .map(quotas::standing)
                    .sorted(Comparator.comparing((Standing s) -> s.used().bytes()).reversed())
                    .limit(limit)
                    .map(QuotaMethods::described)
                    .toList());
    if (call.params().bool("reconcile", false)) {
      body.put("storage", described(Reconciliation.of(layers, blobs)));
    }
    call.reply(body.build());
  }

  private static DataMap described(Usage usage) {
    return DataMap.builder().put("blobs", usage.blobs()).put("bytes", usage.bytes()).build();
  }

  private static DataMap described(Reconciliation found) {
    return DataMap.builder()
        .put("stored", described(found.stored()))
        .put("withoutRecord", described(found.withoutRecord()))
        .put("withoutBlob", described(found.withoutBlob()))
        .put("ofOtherSize", described(found.ofOtherSize()))
        .build();
  }

  private static DataMap described(Difference difference) {
    return DataMap.builder()
        .put("blobs", difference.blobs())
        .put("bytes", difference.bytes())
        .put(
            "examples",
            difference.examples().stream()
                .<DataValue>map(digest -> new DataValue.Text(digest.toString()))
                .toList())
        .build();
  }
}
