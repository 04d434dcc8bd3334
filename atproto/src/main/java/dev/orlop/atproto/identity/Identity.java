package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;

/**
 * An account.
 *
 * @param did who it is
 * @param handle its handle, verified both ways; {@link Handle#INVALID} when it has none that is
 * @param document what its DID says of it
 */
public record Identity(Did did, Handle handle, DidDocument document) {}
