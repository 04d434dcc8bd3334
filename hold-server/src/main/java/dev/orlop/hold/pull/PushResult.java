package dev.orlop.hold.pull;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.quota.Standing;
import java.util.List;

/** What came of being told of a push. */
public sealed interface PushResult {
  /**
   * It is in the records.
   *
   * @param layersCreated new layer records
   * @param missing blobs of the manifest that are not stored here
   */
  record Recorded(int layersCreated, List<Digest> missing) implements PushResult {
    public Recorded {
      missing = List.copyOf(missing);
    }
  }

  /**
   * The owner's quota does not allow it; nothing was recorded.
   *
   * @param more bytes of blobs that the owner does not use yet
   */
  record OverQuota(Standing standing, long more) implements PushResult {}
}
