package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;

/** What reading a blob again showed. */
public sealed interface BlobCheck {
  /** Its bytes have its digest. */
  record Sound(long size) implements BlobCheck {}

  /** Its bytes have another digest. */
  record Damaged(Digest actual, long size) implements BlobCheck {}

  /** There is no such blob. */
  record Missing() implements BlobCheck {}
}
