package dev.orlop.hold.store.sql;

import dev.orlop.hold.disk.CrashHook;

/** Places between two steps of a write at which a test cuts the connection or ends the process. */
public enum SqlStep {
  /** The repo's row is locked. */
  LOCKED,
  /** Blocks and records are written, no seq is taken. */
  ROWS_WRITTEN,
  /** The head row is locked, and events are written. */
  EVENTS_WRITTEN,
  /** The transaction is about to end. */
  COMMITTING,
  /** It has ended, and nobody was told. */
  COMMITTED;

  void reached() {
    CrashHook.reached(this);
  }
}
