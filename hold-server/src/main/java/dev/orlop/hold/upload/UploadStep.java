package dev.orlop.hold.upload;

import dev.orlop.hold.disk.CrashHook;

/** Places between the durable steps of an upload. */
public enum UploadStep {
  /** The folder is there, without its session file. */
  FOLDER_MADE,
  /** The session file is there. */
  STARTED,
  /** The bytes of a part are there, the parts log does not name it. */
  PART_WRITTEN,
  /** The parts log names the part. */
  PART_LOGGED,
  /** All parts are in the data file, perhaps only in the system's memory. */
  ASSEMBLED,
  /** The data file has the right digest and is on disk. */
  VERIFIED,
  /** The session file says that the upload is complete; the blob is not there yet. */
  INTENT_WRITTEN,
  /** The blob is there; the folder is not tidied. */
  PUBLISHED;

  /** Says that the process is here. */
  public void reached() {
    CrashHook.reached(this);
  }
}
