package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.records.TagRecord.Target;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one repository has, of all that its owner has: the manifests whose records name it, those
 * that its tags name, and what the indexes among them list. As it was at one moment.
 */
public final class Shelf {
  private static final Comparator<ManifestRecord> NEWEST_FIRST =
      Comparator.comparing(Shelf::made).reversed();

  private final Map<Tag, TagRecord> tags = new HashMap<>();
  private final Map<Digest, ManifestRecord> manifests = new LinkedHashMap<>();

  private Shelf() {}

  static Shelf of(
      RepositoryName name, Collection<ManifestRecord> manifests, Collection<TagRecord> tags) {
    Shelf shelf = new Shelf();
    for (TagRecord tag : tags) {
      if (tag.repository().equals(name)) {
        shelf.tags.merge(tag.tag(), tag, Shelf::later);
      }
    }
    Map<Digest, ManifestRecord> all = new LinkedHashMap<>();
    Deque<Digest> reached = new ArrayDeque<>();
    for (ManifestRecord manifest : manifests) {
      boolean named = manifest.repository().equals(name);
      all.merge(manifest.digest(), manifest, (before, next) -> named ? next : before);
      if (named) {
        reached.add(manifest.digest());
      }
    }
    for (TagRecord tag : shelf.tags.values()) {
      if (tag.target() instanceof Target.ByDigest(Digest digest)) {
        reached.add(digest);
      }
    }
    shelf.fill(all, reached);
    return shelf;
  }

  private void fill(Map<Digest, ManifestRecord> all, Deque<Digest> reached) {
    while (!reached.isEmpty()) {
      Digest digest = reached.remove();
      ManifestRecord manifest = all.get(digest);
      if (manifest != null && manifests.putIfAbsent(digest, manifest) == null) {
        manifest.children().stream().map(Descriptor::digest).forEach(reached::add);
      }
    }
  }

  private static TagRecord later(TagRecord a, TagRecord b) {
    return moved(b).isAfter(moved(a)) ? b : a;
  }

  private static Instant moved(TagRecord tag) {
    return tag.movedAt().map(Datetime::instant).orElse(Instant.MIN);
  }

  /** Whether the repository is not there. */
  public boolean isEmpty() {
    return tags.isEmpty() && manifests.isEmpty();
  }

  /** In the order of their characters. */
  public Set<Tag> tags() {
    return new TreeSet<>(tags.keySet());
  }

  /** What a tag names, and since when. */
  public Optional<TagRecord> tag(Tag tag) {
    return Optional.ofNullable(tags.get(tag));
  }

  Optional<Target> target(Tag tag) {
    return Optional.ofNullable(tags.get(tag)).map(TagRecord::target);
  }

  /** The manifest with that digest. */
  public Optional<ManifestRecord> manifest(Digest digest) {
    return Optional.ofNullable(manifests.get(digest));
  }

  List<ManifestRecord> referrers(Digest subject) {
    return manifests.values().stream()
        .filter(one -> one.subject().filter(s -> s.digest().equals(subject)).isPresent())
        .toList();
  }

  /** The manifests that have a blob as their config or a layer, the newest first. */
  List<ManifestRecord> having(Digest blob) {
    return manifests.values().stream().filter(one -> one.has(blob)).sorted(NEWEST_FIRST).toList();
  }

  /** All manifests, the newest first. */
  public List<ManifestRecord> manifests() {
    return manifests.values().stream().sorted(NEWEST_FIRST).toList();
  }

  /** The holds that the manifests name, that of the newest first; each as often as it is spelt. */
  public Set<HoldRef> holds() {
    Set<HoldRef> holds = new LinkedHashSet<>();
    manifests().forEach(one -> one.hold().ifPresent(holds::add));
    return holds;
  }

  private static Instant made(ManifestRecord manifest) {
    return manifest.createdAt().map(Datetime::instant).orElse(Instant.MIN);
  }
}
