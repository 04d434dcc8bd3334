package dev.orlop.hold.pull;

import dev.orlop.hold.disk.CrashHook;

/** Places between the durable steps of counting. */
public enum PullStep {
  /** Pulls are in the journal, perhaps only in the system's memory; nobody has been answered. */
  WRITTEN,
  /** Pulls are on disk. */
  FORCED,
  /** A generation has ended, and the next has begun. */
  ROTATED,
  /** Generations are folded into the records, their files are still there. */
  FOLDED;

  /** Says that the process is here. */
  public void reached() {
    CrashHook.reached(this);
  }
}
