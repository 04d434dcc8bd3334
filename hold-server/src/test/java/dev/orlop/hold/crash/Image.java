package dev.orlop.hold.crash;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.lexicons.Nsids;
import java.util.List;

/** An image of one layer, and the notice that it was pushed or pulled. */
record Image(Account owner, String repository, Content config, Content layer) {
  static Image random(Account owner, String repository, long seed) {
    return new Image(
        owner, repository, Content.random(seed, 300), Content.random(seed + 1, 20_000));
  }

  Digest manifest() {
    return Content.of("manifest of " + config.digest() + layer.digest()).digest();
  }

  AtUri uri() {
    return AtUri.of(owner.did(), Nsids.MANIFEST, RecordKey.parse(manifest().hex()));
  }

  void store(HoldClient hold) throws CutOffException {
    hold.store(owner, config);
    hold.store(owner, layer);
  }

  void notify(HoldClient hold, String operation) throws CutOffException {
    DataMap manifest =
        DataMap.builder()
            .put("config", descriptor(config, "application/vnd.oci.image.config.v1+json"))
            .put(
                "layers", List.of(descriptor(layer, "application/vnd.oci.image.layer.v1.tar+gzip")))
            .build();
    DataMap body =
        DataMap.builder()
            .put("repository", repository)
            .put("userDid", owner.did().toString())
            .put("manifestDigest", manifest().toString())
            .put("manifest", manifest)
            .put("operation", operation)
            .build();
    HoldClient.granted(hold.call(owner, Nsids.HOLD_NOTIFY_MANIFEST, body));
  }

  private static DataMap descriptor(Content content, String mediaType) {
    return DataMap.builder()
        .put("mediaType", mediaType)
        .put("digest", content.digest().toString())
        .put("size", content.bytes().length)
        .build();
  }
}
