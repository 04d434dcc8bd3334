package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.Repo;
import java.util.List;
import java.util.Optional;

/** The blobs that layer records in the hold's repo name, and the manifests that they are about. */
public final class LayerUses implements UsedBlobs {
  private final LayerIndex layers;
  private final Repo repo;

  /** By an index that follows this repo. */
  public LayerUses(LayerIndex layers, Repo repo) {
    this.layers = layers;
    this.repo = repo;
  }

  @Override
  public void settle() {
    repo.settle();
  }

  @Override
  public List<Digest> list(Optional<Digest> after, int limit) {
    return layers.needed(after, limit);
  }
}
