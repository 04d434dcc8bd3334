package dev.orlop.appview.resolve;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.token.AccountPlaces;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Handle;
import java.util.Optional;

/** Where accounts sign in: at the servers that have their repos. */
public final class SignInPlaces implements AccountPlaces {
  private final Accounts accounts;

  /** Those of {@code accounts}. */
  public SignInPlaces(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Optional<Place> find(AtIdentifier name) {
    return switch (accounts.account(name)) {
      case Fetched.Found<Account>(Account account) -> place(account);
      case Fetched.Absent<Account>() -> Optional.empty();
      case Fetched.Unavailable<Account>(String reason, var pause) ->
          throw OciError.UNAVAILABLE.exception(reason).retryAfter(pause);
    };
  }

  private static Optional<Place> place(Account account) {
    Optional<Handle> handle =
        Optional.of(account.handle()).filter(one -> !one.equals(Handle.INVALID));
    return account.pds().map(pds -> new Place(account.did(), handle, pds));
  }
}
