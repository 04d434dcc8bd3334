package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;

/**
 * A blob that is there.
 *
 * @param size in bytes
 */
public record StoredBlob(Digest digest, long size) {}
