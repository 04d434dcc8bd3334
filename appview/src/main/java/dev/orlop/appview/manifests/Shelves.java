package dev.orlop.appview.manifests;

import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.lexicons.RepositoryName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** All repositories of one account, as they were at one moment. */
public final class Shelves {
  private final List<ManifestRecord> manifests;
  private final List<TagRecord> tags;

  Shelves(List<ManifestRecord> manifests, List<TagRecord> tags) {
    this.manifests = manifests;
    this.tags = tags;
  }

  /** Their names. */
  public SortedSet<RepositoryName> names() {
    SortedSet<RepositoryName> names = new TreeSet<>();
    manifests.forEach(manifest -> names.add(manifest.repository()));
    tags.forEach(tag -> names.add(tag.repository()));
    return names;
  }

  /** What one of them has; empty if it is not there. */
  public Shelf of(RepositoryName name) {
    return Shelf.of(name, manifests, tags);
  }
}
