package dev.orlop.hold.gc;

import dev.orlop.hold.disk.CrashHook;

/** Places between the durable steps of a run. */
public enum GcStep {
  /** The list of candidates is new. */
  SURVEYED,
  /** The journal says what is about to go. */
  ANNOUNCED,
  /** A part of that has gone. */
  PARTLY_GONE,
  /** All of that has gone; the journal does not say so yet. */
  GONE,
  /** The run is over; it has no receipt yet. */
  ENDED,
  /** The receipt is in the repo; the journal is still there. */
  RECEIPTED;

  /** Says that the process is here. */
  public void reached() {
    CrashHook.reached(this);
  }
}
