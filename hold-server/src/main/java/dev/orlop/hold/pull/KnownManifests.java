package dev.orlop.hold.pull;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import java.util.Optional;

/** What we know of manifests by having been notified of them. */
public interface KnownManifests {
  /** Whether any manifest of the repository is known. */
  boolean knows(ImageRepository repository);

  /** The class of the manifest whose config this is, in this repository; empty if it is none. */
  Optional<PullClass> config(ImageRepository repository, Digest digest);
}
