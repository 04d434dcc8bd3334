package dev.orlop.cli.oci;

import java.io.IOException;

/** Where the bytes of manifests come from: a layout on disk, or a hold. */
@FunctionalInterface
public interface ManifestSource {
  /**
   * The content that {@code descriptor} names; its digest and size need not have been checked.
   *
   * @param maxBytes how much may be read; the descriptor's size is below it
   */
  byte[] read(Descriptor descriptor, int maxBytes) throws IOException;
}
