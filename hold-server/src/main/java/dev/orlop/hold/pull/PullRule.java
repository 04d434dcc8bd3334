package dev.orlop.hold.pull;

import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pull.BlobFetch.Verb;
import java.util.Optional;

/**
 * What counts as a pull.
 *
 * <p>A pull is one image downloaded. Every client fetches an image's config exactly once for a real
 * download, and skips it when it has the image; so the fetch of the config of a known manifest
 * counts one, and its layers count nothing. Asking with HEAD or PUT, going on in the middle, being
 * told that nothing changed, and failing never count.
 */
public final class PullRule {
  /** What the fetch of a blob means in a repository of which no manifest is known. */
  public enum UnknownBlobs {
    /**
     * Each counts one: the AppView in front never notifies, and some number is better than none.
     */
    COUNT,
    /** Nothing is counted. */
    IGNORE
  }

  private final KnownManifests manifests;
  private final UnknownBlobs unknownBlobs;

  /** The rule over what is known. */
  public PullRule(KnownManifests manifests, UnknownBlobs unknownBlobs) {
    this.manifests = manifests;
    this.unknownBlobs = unknownBlobs;
  }

  /** What the fetch counts as; empty if it does not count. */
  public Optional<PullClass> classify(BlobFetch fetch) {
    if (fetch.repository().isEmpty() || fetch.verb() != Verb.GET || fetch.continuation()) {
      return Optional.empty();
    }
    return switch (fetch.outcome()) {
      case NOT_MODIFIED, FAILURE -> Optional.empty();
      case BYTES, REDIRECT, URL -> classify(fetch.repository().get(), fetch);
    };
  }

  private Optional<PullClass> classify(ImageRepository repository, BlobFetch fetch) {
    if (manifests.knows(repository)) {
      return manifests.config(repository, fetch.digest());
    }
    return switch (unknownBlobs) {
      case COUNT -> Optional.of(PullClass.IMAGE);
      case IGNORE -> Optional.empty();
    };
  }
}
