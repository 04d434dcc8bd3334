package dev.orlop.appview.hold;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.Optional;

/** Tells holds of manifests (io.atcr.hold.notifyManifest). */
public final class HoldNotices {
  private final HoldCalls holds;

  /** Tells by {@code holds}. */
  public HoldNotices(HoldCalls holds) {
    this.holds = holds;
  }

  /**
   * Tells a hold that a manifest was pushed: it counts that, and keeps what the manifest names.
   * When this returns, the hold has written it down.
   *
   * @param user in whose name, and whose repository it is
   * @param tag under which it was pushed, if it was
   * @throws OciException DENIED if the user may not, or the quota is used up
   */
  public void pushed(
      Did user, Hold hold, Repository repository, Manifest manifest, Optional<String> tag) {
    DataMap input =
        DataMap.builder()
            .put("repository", repository.name().value())
            .put("userDid", user.value())
            .put("manifestDigest", manifest.digest().toString())
            .put("manifest", summary(manifest))
            .put("operation", "push")
            .putIfPresent("tag", tag)
            .build();
    DataMap unused =
        holds
            .client(hold, Optional.of(user))
            .call(
                Nsids.HOLD_NOTIFY_MANIFEST,
                Need.WRITE,
                xrpc ->
                    xrpc.procedure(Nsids.HOLD_NOTIFY_MANIFEST, input, HoldClient::passOnWarnings));
  }

  /**
   * Tells a hold that a manifest was deleted from a repository: what it used is nobody's there,
   * unless something else uses it. There are holds that know no such notice; their blobs stay.
   *
   * @return whether the hold took notice
   * @throws OciException if the hold does not answer, or refuses
   */
  public boolean deleted(Did user, Hold hold, Repository repository, Digest manifest) {
    DataMap input =
        DataMap.builder()
            .put("repository", repository.name().value())
            .put("userDid", user.value())
            .put("manifestDigest", manifest.toString())
            .put("manifest", DataMap.EMPTY)
            .put("operation", "delete")
            .build();
    return holds
        .client(hold, Optional.of(user))
        .call(Nsids.HOLD_NOTIFY_MANIFEST, Need.WRITE, xrpc -> notice(xrpc, input));
  }

  private static boolean notice(XrpcClient xrpc, DataMap input) {
    try {
      DataMap unused = xrpc.procedure(Nsids.HOLD_NOTIFY_MANIFEST, input);
      return true;
    } catch (XrpcException e) {
      if (e.is(XrpcError.INVALID_OPERATION)) {
        return false;
      }
      throw e;
    }
  }

  private static DataMap summary(Manifest manifest) {
    DataMap.Builder map = DataMap.builder().put("mediaType", manifest.mediaType());
    manifest.config().ifPresent(config -> map.put("config", data(config)));
    putAll(map, "layers", manifest.layers());
    putAll(map, "manifests", manifest.children());
    manifest.subject().ifPresent(subject -> map.put("subject", data(subject)));
    return map.build();
  }

  private static void putAll(DataMap.Builder map, String field, List<Descriptor> descriptors) {
    if (!descriptors.isEmpty()) {
      map.put(field, descriptors.stream().map(HoldNotices::data).toList());
    }
  }

  private static DataMap data(Descriptor descriptor) {
    return DataMap.builder()
        .put("mediaType", descriptor.mediaType())
        .put("digest", descriptor.digest().toString())
        .put("size", descriptor.size())
        .build();
  }
}
