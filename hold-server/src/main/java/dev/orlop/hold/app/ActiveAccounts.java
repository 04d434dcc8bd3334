package dev.orlop.hold.app;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Accounts;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Of whose commits the network is told: those of accounts that are active. Until the accounts are
 * open, nobody but the hold itself has a repo open.
 */
final class ActiveAccounts implements Predicate<Did> {
  private final Did own;
  private volatile @Nullable Accounts accounts;

  ActiveAccounts(Did own) {
    this.own = own;
  }

  void attach(Accounts opened) {
    accounts = opened;
  }

  @Override
  public boolean test(Did did) {
    Accounts opened = accounts;
    return did.equals(own)
        || (opened != null
            && opened.find(did).map(Account::status).filter(s -> s.isActive()).isPresent());
  }
}
