package dev.orlop.hold.layers;

import dev.orlop.car.cid.Digest;

/**
 * A blob that layer records name.
 *
 * @param size in bytes, as the first of those records says
 * @param records how many name it, of all users
 */
public record UsedBlob(Digest digest, long size, long records) {}
