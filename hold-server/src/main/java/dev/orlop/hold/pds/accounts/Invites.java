package dev.orlop.hold.pds.accounts;

import dev.orlop.hold.pds.accounts.AccountEntry.InviteGone;
import dev.orlop.hold.pds.accounts.AccountEntry.InviteIs;
import dev.orlop.hold.pds.accounts.AccountLog.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Invite codes. */
public final class Invites {
  private final AccountLog log;
  private final InstantSource clock;
  private final String prefix;

  Invites(AccountLog log, InstantSource clock, String prefix) {
    this.log = log;
    this.clock = clock;
    this.prefix = prefix;
  }

  /** Makes a code that is good for so many accounts. */
  public String create(int uses) {
    InviteCode invite =
        InviteCode.generate(prefix, uses, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return log.change(_ -> Change.of(new InviteIs(invite), invite.code()));
  }

  /** Whether a code is good for an account more. */
  public boolean isGood(String code) {
    return log.tables().invite(code).isPresent();
  }

  /** Gives back a use that came to nothing. */
  void giveBack(String code) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    boolean unused =
        log.change(
            tables -> {
              InviteCode known = tables.invite(code).orElseGet(() -> new InviteCode(code, 0, now));
              return Change.of(
                  new InviteIs(new InviteCode(code, known.usesLeft() + 1, known.created())), true);
            });
  }

  /** The entry that takes one use of a code; empty if it is not good. */
  static Optional<AccountEntry> use(AccountTables tables, String code) {
    return tables
        .invite(code)
        .map(
            invite ->
                invite.usesLeft() > 1
                    ? new InviteIs(invite.used())
                    : new InviteGone(invite.code()));
  }
}
