package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;

/** Finds the DID that a handle leads to, each time anew. One way only: it proves nothing alone. */
@FunctionalInterface
public interface HandleResolver {
  /** The DID behind {@code handle}. */
  Resolution<Did> resolve(Handle handle);
}
