package dev.orlop.appview.manifests;

import dev.orlop.appview.cache.Cache;
import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.registry.Repository;
import dev.orlop.car.cid.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which hold has the blobs of manifests that were asked for lately. A client asks for the blobs
 * right after the manifest; all the manifests of an account need not be listed for that.
 */
final class BlobPlaces {
  private static final Duration LIFE = Duration.ofMinutes(60);

  /** An image with more layers than this is looked up in the list. */
  private static final int MAX_BLOBS = 256;

  private final Cache cache;

  BlobPlaces(Cache cache) {
    this.cache = cache;
  }

  void remember(Repository repository, ManifestRecord manifest) {
    if (manifest.hold().isEmpty()) {
      return;
    }
    List<String> keys =
        Stream.concat(manifest.config().stream(), manifest.layers().stream())
            .limit(MAX_BLOBS)
            .map(Descriptor::digest)
            .map(blob -> CacheKeys.place(repository, blob))
            .toList();
    byte[] hold = manifest.hold().get().toString().getBytes(StandardCharsets.UTF_8);
    // They are remembered together, so one that is there speaks for the others: a manifest is asked
    // for more often than it has to be remembered.
    boolean known =
        keys.isEmpty()
            || cache.get(keys.getLast()).filter(is -> Arrays.equals(is, hold)).isPresent();
    if (!known) {
      cache.putAll(keys, hold, LIFE);
    }
  }

  Optional<HoldRef> find(Repository repository, Digest blob) {
    return cache
        .get(CacheKeys.place(repository, blob))
        .flatMap(bytes -> HoldRef.parse(new String(bytes, StandardCharsets.UTF_8)));
  }
}
