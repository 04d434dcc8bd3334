package dev.orlop.atproto.firehose;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;

/** A frame that has its place in the order of a server's events. */
public sealed interface Event extends Frame
    permits CommitEvent, SyncEvent, IdentityEvent, AccountEvent {
  /** The greatest seq: JSON numbers are exact up to here. */
  long MAX_SEQ = (1L << 53) - 1;

  /** Its number: positive, above those of all events before it. */
  long seq();

  /** Whose account it is about. */
  Did did();

  /** When it was sent first. */
  Datetime time();
}
