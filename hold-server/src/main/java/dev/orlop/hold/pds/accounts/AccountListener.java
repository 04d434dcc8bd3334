package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;

/**
 * Is told of accounts once what is told is durable; of one account in order, whatever processes
 * tell. It may be told the same again after a crash. Must be quick and must not change accounts.
 */
public interface AccountListener {
  /** Tells nobody. */
  AccountListener NONE = new AccountListener() {};

  /** An account is about to be here; of its repo nobody is told before it is. */
  default void coming(Did did) {}

  /** The handle or the key of an account changed, or it is new. */
  default void identityChanged(Did did, Handle handle) {}

  /** An account is active, or is not any more. */
  default void statusChanged(Did did, AccountStatus status) {}

  /** Where an account's repo stands is to be said again. */
  default void repoAsserted(Did did) {}
}
