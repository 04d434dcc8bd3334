package dev.orlop.hold.pds.blobs;

import dev.orlop.hold.disk.CrashHook;

/** Places between the durable steps of taking a blob in and of taking it away. */
public enum BlobStep {
  /** The bytes are on disk under their digest, and nobody holds them. */
  BYTES_STORED,
  /** The holder's file is on disk, under its temporary name. */
  HOLDER_WRITTEN,
  /** The blob is held, and nobody was told. */
  HELD,
  /** Nobody holds the bytes any more. */
  HOLDER_GONE;

  /** Says that the process is here. */
  public void reached() {
    CrashHook.reached(this);
  }
}
