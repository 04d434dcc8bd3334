package dev.orlop.cli.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a blob is cut for its upload. */
final class PartSizes {
  private static final long MIN_BYTES = 16L << 20;
  private static final long MAX_BYTES = 64L << 20;

  /** Below this many parts, small ones: less is sent again when a connection breaks. */
  private static final int FEW = 64;

  private PartSizes() {}

  /**
   * The parts of a file in order: 16 MiB each, up to 64 MiB for large files. An empty file is one
   * empty part.
   */
  static List<FileSection> of(Path file, long size) {
    long each = Math.clamp(Math.ceilDiv(size, FEW), MIN_BYTES, MAX_BYTES);
    List<FileSection> parts = new ArrayList<>();
    long at = 0;
    do {
      long length = Math.min(each, size - at);
      parts.add(new FileSection(file, at, length));
      at += length;
    } while (at < size);
    return parts;
  }
}
