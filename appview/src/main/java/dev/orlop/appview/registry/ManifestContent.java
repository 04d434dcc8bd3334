package dev.orlop.appview.registry;

import dev.orlop.car.cid.Digest;

/**
 * A manifest as a store has it.
 *
 * @param digest under which it was pushed
 * @param bytes not to be changed
 */
public record ManifestContent(String mediaType, Digest digest, byte[] bytes) {}
