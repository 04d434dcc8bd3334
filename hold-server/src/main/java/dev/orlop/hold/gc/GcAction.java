package dev.orlop.hold.gc;

import java.util.Locale;

/** What a run does. */
public enum GcAction {
  /** Free blobs go to the trash. */
  TRASH("no record names them and nobody relies on them"),
  /** What has been in the trash for long enough goes for good. */
  PURGE("they were in the trash for as long as it keeps them"),
  /** Blobs come back from the trash. */
  RESTORE("the operator asked for them");

  private final String reason;

  GcAction(String reason) {
    this.reason = reason;
  }

  /** Why, in words. */
  public String reason() {
    return reason;
  }

  /** As receipts and journals have it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
