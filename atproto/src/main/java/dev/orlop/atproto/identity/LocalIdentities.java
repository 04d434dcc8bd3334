package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.util.Optional;

/**
 * What a server knows of itself and needs no network for. Asked before all else, each time; must be
 * quick.
 */
public interface LocalIdentities {
  /** Knows nothing. */
  LocalIdentities NONE = new LocalIdentities() {};

  /** The document of a DID that this server itself serves; empty for all others. */
  default Optional<Resolution<DidDocument>> document(Did did) {
    return Optional.empty();
  }

  /** The DID behind a handle that this server itself gives out; empty for all others. */
  default Optional<Resolution<Did>> did(Handle handle) {
    return Optional.empty();
  }
}
