package dev.orlop.hold.lease;

/** What came of somebody's wish to be rid of a blob. */
public enum Withdrawal {
  /** It is in the trash. */
  DONE,
  /** A record names it: it goes when the last one has gone. */
  IN_USE,
  /** It is not there. */
  MISSING
}
