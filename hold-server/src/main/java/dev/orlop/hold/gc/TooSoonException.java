package dev.orlop.hold.gc;

import java.time.Instant;

/** A plan is not old enough to be carried out: what it says is to be true twice. */
public final class TooSoonException extends RuntimeException {
  private final Instant due;

  TooSoonException(Instant due) {
    super("the plan may be applied from " + due + " on");
    this.due = due;
  }

  /** When it may be. */
  public Instant due() {
    return due;
  }
}
