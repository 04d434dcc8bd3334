package dev.orlop.hold.events;

import dev.orlop.hold.disk.CrashHook;

/** Places between two steps of the log at which a test ends the process. */
public enum EventStep {
  /** The log was told of news, and has it in memory alone. */
  TOLD,
  /** A new segment was begun, and nothing is in it. */
  SEGMENT_BEGUN,
  /** Events are in their segment, nobody has them. */
  WRITTEN,
  /** Events are on disk, the checkpoint does not say so. */
  FORCED,
  /** The checkpoint says so. */
  CHECKED,
  /** An old segment is gone. */
  RETIRED;

  void reached() {
    CrashHook.reached(this);
  }
}
