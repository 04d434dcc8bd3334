package dev.orlop.appview.registry;

import dev.orlop.appview.oci.ContentRange;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one request brings for an upload.
 *
 * @param range where it goes, if that is said; else behind what there is
 * @param length in bytes, if that is said
 * @param body is not closed
 */
public record Chunk(Optional<ContentRange> range, OptionalLong length, InputStream body) {
  /** Whether it is known that there is nothing in it. */
  boolean isEmpty() {
    return range.isEmpty() && length.isPresent() && length.getAsLong() == 0;
  }
}
