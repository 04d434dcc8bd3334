package dev.orlop.hold.pds.accounts;

import dev.orlop.hold.disk.CrashHook;

/** Places between durable steps at which a test ends the process. */
public enum AccountStep {
  /** A frame is partly in the log. */
  FRAME_HALF_WRITTEN,
  /** A frame is in the log, perhaps only in the system's memory. */
  FRAME_WRITTEN,
  /** A frame is on disk, the tables do not know it. */
  FRAME_FORCED,
  /** A new log is partly written, under its temporary name. */
  REWRITE_HALF_WRITTEN,
  /** A new log is on disk, under its temporary name. */
  REWRITE_WRITTEN,
  /** The new log has its name. */
  REWRITE_RENAMED,
  /** An account has its place in the log and nothing else. */
  ACCOUNT_PLACED,
  /** Its key is on disk. */
  KEY_WRITTEN,
  /** Its repo has begun. */
  REPO_BEGUN,
  /** The directory knows its DID. */
  DID_REGISTERED,
  /** A change is durable, nobody was told. */
  CHANGE_UNTOLD,
  /** A deleted account's repo is gone. */
  REPO_REMOVED,
  /** Its key is gone as well. */
  KEY_REMOVED,
  /** An account's next key is on disk, and nobody knows of it. */
  NEXT_KEY_WRITTEN,
  /** The directory has taken the next key. */
  NEXT_KEY_PUBLISHED,
  /** The key that was is kept under another name; the next one is not in its place yet. */
  KEY_KEPT,
  /** The next key is in its place; the repo is signed with the one before. */
  KEY_EXCHANGED,
  /** The network was told of the new key. */
  KEY_TOLD,
  /** The repo is signed with it. */
  REPO_SIGNED_ANEW;

  /** Says that the process is here. */
  public void reached() {
    CrashHook.reached(this);
  }
}
