package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import java.time.Duration;

/**
 * Counts wrong passwords of accounts. After some of them the account's own password is not taken
 * for a while, whatever it is; app passwords are, since nobody guesses those. Safe for many
 * threads.
 */
interface Lockout {
  /** How many wrong passwords lock an account. */
  int MAX_FAILURES = 5;

  /** How long it stays locked, and how long a wrong password is remembered. */
  Duration LIFE = Duration.ofMinutes(15);

  /** Whether there were too many. */
  boolean isLocked(Did did);

  /**
   * One more. Tries while it is locked do not make that longer, or anybody could lock an account
   * for ever.
   */
  void failed(Did did);

  /** None any more. */
  void succeeded(Did did);
}
