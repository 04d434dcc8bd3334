package dev.orlop.cli.retention;

import dev.orlop.car.cid.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The images of one account, as its own repo tells of them. */
public final class OwnerImages {
  private final Map<Digest, Set<Digest>> images = new HashMap<>();
  private final Map<String, List<Tagged>> tags = new HashMap<>();

  /**
   * A manifest, in whichever repository.
   *
   * @param belongsTo the manifests with which it stays: of what it says something
   */
  public record Image(Digest digest, Set<Digest> belongsTo) {
    /** Copies the set. */
    public Image {
      belongsTo = Set.copyOf(belongsTo);
    }
  }

  /** What a tag names, and since when. */
  public record Tagged(String repository, Digest digest, Instant movedAt) {}

  /** All of an account. */
  public OwnerImages(List<Image> images, List<Tagged> tags) {
    images.forEach(
        image ->
            this.images
                .computeIfAbsent(image.digest(), _ -> new HashSet<>())
                .addAll(image.belongsTo()));
    tags.stream()
        .sorted(Comparator.comparing(Tagged::movedAt).reversed())
        .forEach(
            tag -> this.tags.computeIfAbsent(tag.repository(), _ -> new ArrayList<>()).add(tag));
  }

  /** In any repository: one record may stand for a manifest that is in several. */
  boolean has(Digest digest) {
    return images.containsKey(digest);
  }

  Set<Digest> belongsTo(Digest digest) {
    return images.getOrDefault(digest, Set.of());
  }

  /** Whether one of the newest tags of a repository names a manifest. */
  boolean isTagged(String repository, Digest digest, int newest) {
    return tags.getOrDefault(repository, List.of()).stream()
        .limit(newest)
        .anyMatch(tag -> tag.digest().equals(digest));
  }
}
