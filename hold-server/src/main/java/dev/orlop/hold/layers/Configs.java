package dev.orlop.hold.layers;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The configs of each repository's manifests. Asked with every pull, so without a lock. */
final class Configs {
  private final Map<ImageRepository, Map<Digest, ConfigUses>> uses = new ConcurrentHashMap<>();

  boolean knows(ImageRepository repository) {
    return uses.containsKey(repository);
  }

  Optional<ConfigUses> of(ImageRepository repository, Digest digest) {
    return Optional.ofNullable(uses.getOrDefault(repository, Map.of()).get(digest));
  }

  // The function may give null, by which the map drops the entry; its types do not say so.
  @SuppressWarnings("NullAway")
  void count(ImageRepository repository, Digest digest, boolean artifact, int by) {
    uses.compute(
        repository,
        (_, known) -> {
          Map<Digest, ConfigUses> all = known == null ? new ConcurrentHashMap<>() : known;
          all.compute(
              digest,
              (_, former) -> {
                ConfigUses now = (former == null ? ConfigUses.NONE : former).plus(artifact, by);
                return now.isNone() ? null : now;
              });
          return all.isEmpty() ? null : all;
        });
  }
}
