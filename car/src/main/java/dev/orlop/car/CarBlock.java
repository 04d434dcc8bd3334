package dev.orlop.car;

import dev.orlop.car.cid.Cid;

/** A block and the address that its bytes have been checked against. */
public record CarBlock(Cid cid, byte[] data) {}
