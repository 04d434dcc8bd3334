package dev.orlop.hold.layers;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one manifest in one repository.
 *
 * @param repository empty for records that do not name theirs
 * @param uri of the manifest's record in its owner's repo; empty for records of the older form,
 *     which do not name it
 */
public record KnownManifest(
    Optional<ImageRepository> repository, String uri, List<KnownLayer> layers) {
  public KnownManifest {
    layers = List.copyOf(layers);
  }

  /** The images of an index; none of any other manifest. */
  public List<Digest> children() {
    return layers.stream()
        .filter(layer -> layer.role() == LayerRecord.Role.MANIFEST)
        .map(KnownLayer::digest)
        .toList();
  }
}
