package dev.orlop.car;

import dev.orlop.car.cid.Cid;

/**
 * A block and the address that its bytes have been checked against.
 *
 * <p>The array is the reader's own copy, handed over: equality is that of the array, not of its
 * content, which the CID stands for.
 */
public record CarBlock(Cid cid, byte[] data) {}
