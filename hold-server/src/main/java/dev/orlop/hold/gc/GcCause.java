package dev.orlop.hold.gc;

import java.util.Locale;

/** Who wanted a run. */
public enum GcCause {
  /** The setting that says how often. */
  SCHEDULE,
  /** Somebody who may. */
  OPERATOR;

  /** As receipts and journals have it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
