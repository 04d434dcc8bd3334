package dev.orlop.hold.pull;

import dev.orlop.car.cid.Digest;
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
}
