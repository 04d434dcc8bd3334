package dev.orlop.appview.app;

import dev.orlop.appview.cache.CaffeineCache;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.resolve.Account;
import dev.orlop.atproto.syntax.AtIdentifier;
import java.time.InstantSource;

/** Finds out what an AppView makes of a name, without one that runs. */
public final class NameLookup {
  private final Network network;

  /** As an AppView with this configuration does, with nothing remembered. */
  public NameLookup(AppViewConfig config, InstantSource clock) {
    Memory memory = new Memory(new CaffeineCache(config.cacheBytes(), clock), clock, Runnable::run);
    network = Network.of(config, Patience.USUAL, memory);
  }

  /** The account of a name. */
  public Fetched<Account> account(AtIdentifier name) {
    return network.accounts().account(name);
  }

  /**
   * The hold that an account's images are pushed to.
   *
   * @throws OciException DENIED if it has chosen none and there is no other; UNAVAILABLE if that
   *     cannot be found out
   */
  public Hold hold(Account account) {
    return network.holds().forPush(account.did());
  }
}
