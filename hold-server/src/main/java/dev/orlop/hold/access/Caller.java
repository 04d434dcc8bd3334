package dev.orlop.hold.access;

import dev.orlop.atproto.syntax.Did;

/** Who asks, after authentication. */
public sealed interface Caller {
  /** Somebody without a token. */
  Caller ANONYMOUS = new Anonymous();

  /** Somebody without a token. */
  record Anonymous() implements Caller {}

  /**
   * Somebody who proved to be an account.
   *
   * @param did in its canonical spelling, whatever spelling was handed in
   */
  record Authenticated(Did did) implements Caller {
    public Authenticated {
      did = did.canonical();
    }
  }

  /**
   * An account of this very server, signed in here.
   *
   * @param did in its canonical spelling
   * @param managesAccount whether with its own password: an app password is not enough to change
   *     the account
   */
  record SignedIn(Did did, boolean managesAccount) implements Caller {}
}
