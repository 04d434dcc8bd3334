package dev.orlop.cli.retention;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.time.Instant;
import java.util.Set;

/**
 * A manifest in one repository, as the hold's records tell of it.
 *
 * @param since when the hold was told of it last
 * @param bytes of the blobs that it names; others may name them, too
 * @param children images of an index
 */
public record HeldManifest(Name name, Instant since, long bytes, Set<Digest> children) {
  /** Which one. */
  public record Name(Did owner, String repository, Digest digest) {
    /** Another one of the same repository. */
    Name sibling(Digest other) {
      return new Name(owner, repository, other);
    }
  }

  /** Copies the set. */
  public HeldManifest {
    children = Set.copyOf(children);
  }
}
