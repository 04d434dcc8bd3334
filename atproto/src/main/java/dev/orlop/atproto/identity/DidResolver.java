package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;

/** Finds the document of a DID, each time anew. */
@FunctionalInterface
public interface DidResolver {
  /** The document of {@code did}; not found also when the DID is gone for good. */
  Resolution<DidDocument> resolve(Did did);
}
