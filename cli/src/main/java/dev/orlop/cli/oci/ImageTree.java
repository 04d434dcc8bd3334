package dev.orlop.cli.oci;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a root refers to, each content once.
 *
 * @param manifests children before parents, so the root is last
 * @param blobs configs and layers, in the order in which they were found
 */
public record ImageTree(Descriptor root, List<Manifest> manifests, List<Descriptor> blobs) {
  /** Copies the lists. */
  public ImageTree {
    manifests = List.copyOf(manifests);
    blobs = List.copyOf(blobs);
  }

  /**
   * Walks from {@code root} down.
   *
   * @throws OciFormatException if a manifest is not what its descriptor says, or a limit is met
   */
  public static ImageTree walk(Descriptor root, ManifestSource source, OciLimits limits)
      throws IOException {
    Walk walk = new Walk(source, limits);
    walk.visit(root, 0);
    Collection<Manifest> all = walk.done.values();
    return new ImageTree(root, new ArrayList<>(all), new ArrayList<>(walk.blobs.values()));
  }

  /** The sum of all sizes, manifests included; counts each content once. */
  public long totalBytes() {
    return blobs.stream().mapToLong(Descriptor::size).sum()
        + manifests.stream().mapToLong(manifest -> manifest.bytes().length).sum();
  }

  /** The images among the manifests. */
  public List<Manifest> images() {
    return manifests.stream().filter(manifest -> !manifest.isIndex()).toList();
  }

  private static final class Walk {
    private final ManifestSource source;
    private final OciLimits limits;
    private final Map<Digest, Descriptor> seen = new LinkedHashMap<>();
    private final Map<Digest, Manifest> done = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();

    Walk(ManifestSource source, OciLimits limits) {
      this.source = source;
      this.limits = limits;
    }

    void visit(Descriptor descriptor, int depth) throws IOException {
      Descriptor before = seen.putIfAbsent(descriptor.digest(), descriptor);
      if (before != null) {
        sameContent(before, descriptor);
        return;
      }
      if (depth > limits.maxDepth()) {
        throw new OciFormatException("indexes nest deeper than " + limits.maxDepth());
      }
      if (seen.size() > limits.maxManifests()) {
        throw new OciFormatException("more than " + limits.maxManifests() + " manifests");
      }
      Manifest manifest = Manifest.parse(descriptor, verified(descriptor));
      manifest.config().ifPresent(this::blob);
      manifest.layers().forEach(this::blob);
      for (Descriptor child : manifest.manifests()) {
        visit(child, depth + 1);
      }
      done.put(descriptor.digest(), manifest);
    }

    private byte[] verified(Descriptor descriptor) throws IOException {
      if (descriptor.size() > limits.maxManifestBytes()) {
        throw new OciFormatException(
            "a manifest of %d bytes, limit %d"
                .formatted(descriptor.size(), limits.maxManifestBytes()));
      }
      byte[] bytes = source.read(descriptor, limits.maxManifestBytes());
      if (bytes.length != descriptor.size()
          || !Digest.hash(descriptor.digest().algorithm(), bytes).equals(descriptor.digest())) {
        throw new OciFormatException(
            "manifest " + descriptor.digest() + " has other content than its descriptor says");
      }
      return bytes;
    }

    private void blob(Descriptor descriptor) {
      Descriptor before = blobs.putIfAbsent(descriptor.digest(), descriptor);
      if (before != null) {
        sameContent(before, descriptor);
      }
      if (blobs.size() > limits.maxBlobs()) {
        throw new OciFormatException("more than " + limits.maxBlobs() + " configs and layers");
      }
    }

    private static void sameContent(Descriptor a, Descriptor b) {
      if (a.size() != b.size()) {
        throw new OciFormatException(
            "%s has the size %d in one place and %d in another"
                .formatted(a.digest(), a.size(), b.size()));
      }
    }
  }
}
