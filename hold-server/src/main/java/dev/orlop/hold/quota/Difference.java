package dev.orlop.hold.quota;

import dev.orlop.car.cid.Digest;
import java.util.List;

/**
 * Blobs about which the records and the storage do not agree.
 *
 * @param bytes of all of them
 * @param examples the first of them, in the order of their digests
 */
public record Difference(long blobs, long bytes, List<Digest> examples) {
  /** The most examples. */
  public static final int MAX_EXAMPLES = 100;

  static final Difference NONE = new Difference(0, 0, List.of());

  public Difference {
    examples = List.copyOf(examples);
  }
}
