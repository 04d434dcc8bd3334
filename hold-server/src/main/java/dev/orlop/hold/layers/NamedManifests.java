package dev.orlop.hold.layers;

import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The manifests that layer records are about, and the images of indexes. Who pushes without an
 * AppView stores them here as blobs: no record names those as such, and they are needed all the
 * same.
 */
final class NamedManifests {
  /** How often each is named; may be read by anybody at any time. */
  final ConcurrentNavigableMap<Digest, Integer> uses = new ConcurrentSkipListMap<>();

  /** Counts a manifest, or no longer. */
  void count(Digest digest, int by) {
    uses.merge(digest, by, Integer::sum);
    uses.remove(digest, 0);
  }

  /** The same of one whose record is at {@code uri}; nothing happens if its key is no digest. */
  void count(String uri, int by) {
    digest(uri.substring(uri.lastIndexOf('/') + 1)).ifPresent(digest -> count(digest, by));
  }

  private static Optional<Digest> digest(String hex) {
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      if (hex.length() == algorithm.bytes() * 2) {
        try {
          return Optional.of(Digest.parse(algorithm.prefix() + ":" + hex));
        } catch (InvalidDigestException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
