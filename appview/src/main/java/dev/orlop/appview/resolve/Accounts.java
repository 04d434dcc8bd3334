package dev.orlop.appview.resolve;

import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.cache.Cached;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.cache.Lifetimes;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.pds.RepoServers;
import dev.orlop.appview.registry.Owners;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.net.URI;

/** Accounts by handle and DID, with a memory. Safe for many threads. */
public final class Accounts implements Owners, RepoServers {
  private final Cached<AtIdentifier, Account> accounts;

  /** Those that a directory knows. */
  public Accounts(IdentityDirectory directory, Memory memory) {
    this.accounts =
        new Cached<>(
            memory,
            Cached.Naming.of(CacheKeys::account, Lifetimes.ACCOUNT),
            Account.codec(),
            name -> Resolutions.fetched(name, directory.resolveAgain(name)).map(Account::of));
  }

  /** The account of that name; of a handle, only one that claims it. */
  public Fetched<Account> account(AtIdentifier name) {
    return accounts.get(canonical(name));
  }

  private static AtIdentifier canonical(AtIdentifier name) {
    return name instanceof Did did ? did.canonical() : name;
  }

  /** A DID is not looked up for this: what is known of it can be served while that fails. */
  @Override
  public Did did(AtIdentifier owner) {
    return switch (owner) {
      case Did did -> did.canonical();
      case Handle handle ->
          switch (account(handle)) {
            case Fetched.Found<Account>(Account account) -> account.did();
            case Fetched.Absent<Account>() ->
                throw OciError.NAME_UNKNOWN
                    .exception("no account has this handle")
                    .with("handle", handle);
            case Fetched.Unavailable<Account>(String reason, var pause) ->
                throw OciError.UNAVAILABLE.exception(reason).retryAfter(pause);
          };
    };
  }

  @Override
  public AtIdentifier shown(Did owner) {
    return account(owner).found().map(Account::shown).orElse(owner);
  }

  @Override
  public Fetched<URI> server(Did account) {
    return pds(account(account));
  }

  @Override
  public Fetched<URI> serverAgain(Did account) {
    return pds(accounts.refresh(account.canonical()));
  }

  private static Fetched<URI> pds(Fetched<Account> account) {
    return account.then(
        found -> found.pds().<Fetched<URI>>map(Fetched.Found::new).orElseGet(Fetched.Absent::new));
  }
}
