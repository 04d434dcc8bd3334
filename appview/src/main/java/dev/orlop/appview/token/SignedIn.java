package dev.orlop.appview.token;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.util.Optional;

/**
 * Somebody who has signed in.
 *
 * @param handle if they have one that leads back to them
 * @param session the name of the session that stands behind it
 */
public record SignedIn(Did did, Optional<Handle> handle, String session) {
  /** Whether a name means them. */
  boolean isNamed(AtIdentifier name) {
    return switch (name) {
      case Did other -> did.canonical().equals(other.canonical());
      case Handle other -> handle.equals(Optional.of(other));
    };
  }
}
