package dev.orlop.hold.lease;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.time.Duration;

/**
 * Who gave which blob up lately. What is forgotten comes back from the trash when its former owner
 * looks for it, and harms nobody. Safe for use by several threads.
 */
public interface Withdrawals {
  /** How long it is remembered. */
  Duration LATELY = Duration.ofHours(24);

  /** An account gave a blob up. */
  void add(Did account, Digest digest);

  /** Whether it did, lately. */
  boolean has(Did account, Digest digest);
}
