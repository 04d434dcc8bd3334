package dev.orlop.hold.app;

import dev.orlop.atproto.chore.Chore;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.plc.PlcClient;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AccountListener;
import dev.orlop.hold.pds.accounts.HandleRules;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.Identities;
import dev.orlop.hold.pds.accounts.KeyChanges;
import dev.orlop.hold.pds.accounts.Registrar;
import dev.orlop.hold.web.HostedIdentities;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The half of a hold that deals in accounts. When it starts it goes through all of them, so that
 * after a kill the index knows all repos again, and the network is told what it was not told of;
 * meanwhile a repo that is asked for comes first.
 */
final class HoldAccounts implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(HoldAccounts.class.getName());

  /** How soon what one process was killed at is finished by another, once its claim is over. */
  private static final Duration FINISH = Duration.ofSeconds(10);

  private final HoldFolder folder;
  private final Hosting hosting;
  private final HostedIdentities hosted;
  private final IdentityDirectory directory;
  private final PlcClient plc;
  private final Identities identities;
  private final Registrar registrar;
  private final KeyChanges keyChanges;
  private final Thread catchingUp;
  private Optional<Chore> finishing = Optional.empty();
  private volatile boolean closed;

  private HoldAccounts(HoldConfig config, HoldFolder folder, InstantSource clock) {
    this.folder = folder;
    this.hosting = folder.hosting();
    this.hosted = new HostedIdentities(folder.identity(), hosting, config.accounts().domains());
    this.directory = IdentityDirectory.ofNetwork(config.lookups(), clock).knowing(hosted);
    this.plc = new PlcClient(config.lookups().plcDirectory());
    this.identities =
        new Identities(
            hosting,
            directory,
            plc,
            folder.identity().publicUrl(),
            new HandleRules(config.accounts().domains()));
    this.registrar =
        new Registrar(hosting, folder.repos(), identities, directory, config.accounts(), clock);
    this.keyChanges = new KeyChanges(hosting, identities);
    this.catchingUp = Thread.ofPlatform().daemon().name("accounts").unstarted(this::catchUp);
  }

  /**
   * Finishes what a crash cut off and begins to go through all repos.
   *
   * @param listener is told of accounts, first of all of what nobody was told of before a crash
   */
  static HoldAccounts start(
      HoldConfig config, HoldFolder folder, AccountListener listener, InstantSource clock) {
    HoldAccounts accounts = new HoldAccounts(config, folder, clock);
    accounts.hosting.accounts().attach(listener);
    accounts.registrar.finish();
    accounts.keyChanges.finish();
    accounts.catchingUp.start();
    accounts.finishing = Optional.of(Chore.every(FINISH, "account-keeper", accounts::finish));
    return accounts;
  }

  /** What another process left, or one of our own calls whose disk or database refused. */
  private void finish() {
    hosting.accounts().tellUntold();
    registrar.finish();
    keyChanges.finish();
  }

  private void catchUp() {
    long from = System.nanoTime();
    int count = 0;
    boolean all = true;
    for (Account account : hosting.accounts().all()) {
      if (closed) {
        return;
      }
      all &= look(account);
      count++;
    }
    long millis = (System.nanoTime() - from) / 1_000_000;
    LOGGER.log(
        count > 1 ? System.Logger.Level.INFO : System.Logger.Level.DEBUG,
        "the index knows the repos of all {0} accounts, after {1} ms",
        count,
        millis);
    if (all) {
      tell();
    }
  }

  /** Opens a repo, which then replays what the index, or the network, was not told of it. */
  private boolean look(Account account) {
    try {
      RepoState unused = hosting.head(account);
      return true;
    } catch (RuntimeException e) {
      boolean gone = hosting.accounts().find(account.did()).isEmpty();
      if (!closed && !gone) {
        LOGGER.log(System.Logger.Level.ERROR, "the repo of " + account.did(), e);
      }
      return gone;
    }
  }

  private void tell() {
    try {
      folder.caughtUp();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOGGER.log(
            System.Logger.Level.ERROR, "the network is told at the next start what it lacks", e);
      }
    }
  }

  /** Returns when the index knows all repos. */
  void awaitCaughtUp() throws InterruptedException {
    catchingUp.join();
  }

  HostedIdentities hosted() {
    return hosted;
  }

  IdentityDirectory directory() {
    return directory;
  }

  Identities identities() {
    return identities;
  }

  Registrar registrar() {
    return registrar;
  }

  KeyChanges keyChanges() {
    return keyChanges;
  }

  @Override
  public void close() {
    closed = true;
    finishing.ifPresent(Chore::close);
    folder.stopTelling();
    plc.close();
    try {
      catchingUp.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
