package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.lexicons.RepositoryName;

/** One repository of images: whose it is, and its name. */
public record ImageRepository(Did owner, RepositoryName name)
    implements Comparable<ImageRepository> {
  /** Where its stats record is, on every hold. */
  public RepoPath statsPath() {
    return StatsRecord.path(owner, name.value());
  }

  @Override
  public int compareTo(ImageRepository other) {
    int order = owner.compareTo(other.owner);
    return order != 0 ? order : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
