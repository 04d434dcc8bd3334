package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.Followers;
import java.util.List;
import java.util.Optional;

/** The blobs that layer records in the hold's repo name, and the manifests that they are about. */
public final class LayerUses implements UsedBlobs {
  private final LayerIndex layers;
  private final Followers followers;

  /**
   * By an index of records.
   *
   * @param followers of which the index is one
   */
  public LayerUses(LayerIndex layers, Followers followers) {
    this.layers = layers;
    this.followers = followers;
  }

  @Override
  public void settle() {
    followers.settle();
  }

  @Override
  public List<Digest> list(Optional<Digest> after, int limit) {
    return layers.needed(after, limit);
  }
}
