package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import java.util.Optional;

/** One change in the log of accounts. What comes later replaces what came before. */
sealed interface AccountEntry {
  /**
   * An account is so.
   *
   * @param untold what the network has not been told of yet
   */
  record AccountIs(Account account, Optional<News> untold) implements AccountEntry {}

  /** An account is gone, with its app passwords and sessions. */
  record AccountGone(Did did) implements AccountEntry {}

  /** An account has an app password. */
  record AppPasswordIs(Did did, AppPassword password) implements AccountEntry {}

  /** An account has it no more; the sessions that began with it are over. */
  record AppPasswordGone(Did did, String name) implements AccountEntry {}

  /** A session is so. */
  record SessionIs(Session session) implements AccountEntry {}

  /** A session is over. */
  record SessionGone(String id) implements AccountEntry {}

  /** All sessions of an account are over. */
  record SessionsGone(Did did) implements AccountEntry {}

  /** An invite code is so. */
  record InviteIs(InviteCode invite) implements AccountEntry {}

  /** An invite code is good no more. */
  record InviteGone(String code) implements AccountEntry {}
}
