package dev.orlop.hold.pull;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.records.ImageRepository;
import java.util.Optional;

/**
 * The manifests that layer records speak of: the only place where it is kept, so an index that is
 * rebuilt, or a repo that is moved, knows as much.
 */
record RecordedManifests(LayerIndex layers) implements KnownManifests {
  @Override
  public boolean knows(ImageRepository repository) {
    return layers.knowsConfigs(repository);
  }

  @Override
  public Optional<PullClass> config(ImageRepository repository, Digest digest) {
    // A config that an image and an artifact share was most likely fetched for the image.
    return layers
        .config(repository, digest)
        .map(uses -> uses.images() > 0 ? PullClass.IMAGE : PullClass.ARTIFACT);
  }
}
