package dev.orlop.hold.blob;

import dev.orlop.hold.disk.CrashHook;

/** Places between the durable steps of publishing a blob. */
public enum BlobStep {
  /** The bytes are in a staging file, perhaps only in the system's memory. */
  STAGED,
  /** The bytes are on disk, under their staging name. */
  FORCED,
  /** The blob has its name, perhaps only in the system's memory. */
  RENAMED,
  /** The blob is in the trash, perhaps only in the system's memory. */
  TRASHED,
  /** The blob is back from the trash, perhaps only in the system's memory. */
  RESTORED;

  /** Says that the process is here. */
  public void reached() {
    CrashHook.reached(this);
  }
}
