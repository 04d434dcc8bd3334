package dev.orlop.hold.app;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Followers;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AccountListener;
import dev.orlop.hold.pds.accounts.AccountPlace;
import dev.orlop.hold.pds.accounts.AccountStatus;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.Secrets;
import dev.orlop.hold.pds.records.HoldRecords;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.web.HoldIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A hold's folder, opened: its lock, its key and its repo. What a server runs on, and what commands
 * work on while no server runs.
 */
public final class HoldFolder implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(HoldFolder.class.getName());

  /** What is opened before the repos, and closed after them. */
  private record Stores(FolderLock lock, RepoStores repos, Announcements announcements) {
    EventLog events() {
      return repos.events();
    }
  }

  private final Stores stores;
  private final Repos repos;
  private final Repo repo;
  private final Followers followers;
  private final HoldRecords records;
  private final HoldIdentity identity;
  private final Hosting hosting;
  private final byte[] urlKey;
  private final Path tellAgain;

  private HoldFolder(
      Stores stores,
      Repos repos,
      Repo repo,
      Followers followers,
      HoldRecords records,
      HoldIdentity identity,
      Hosting hosting,
      byte[] urlKey,
      Path tellAgain) {
    this.stores = stores;
    this.repos = repos;
    this.repo = repo;
    this.followers = followers;
    this.records = records;
    this.identity = identity;
    this.hosting = hosting;
    this.urlKey = urlKey;
    this.tellAgain = tellAgain;
  }

  /**
   * Opens the folder; its repo is made whole, or begun.
   *
   * @throws FolderInUseException if another process has it
   */
  public static HoldFolder open(HoldConfig config, InstantSource clock) throws IOException {
    return open(config, Ground.of(clock), new Followers());
  }

  /**
   * The same, on other ground.
   *
   * @param followers of the hold's own repo, which have read its records when this returns
   */
  static HoldFolder open(HoldConfig config, Ground ground, Followers followers) throws IOException {
    FolderLock lock = FolderLock.take(config.folder());
    try {
      Did own = HoldIdentity.did(config.publicUrl());
      ActiveAccounts active = new ActiveAccounts(own);
      RepoStores repoStores = RepoStores.open(config, ground, own, active);
      try {
        SigningKey key = repoStores.signingKey();
        HoldIdentity identity = HoldIdentity.of(config.publicUrl(), key.publicKey());
        HoldRecords records = new HoldRecords(followers);
        Repos repos = repoStores.repos(followers);
        Repo repo = repos.open(identity.did(), key);
        followers.load(repo);
        boolean newKey = signAnew(repo);
        Hosting hosting =
            Hosting.open(hosting(repoStores.accounts(key), ground, identity, key), repos);
        active.attach(hosting.accounts());
        Announcements announcements = announce(identity, hosting, repoStores.events());
        if (newKey) {
          announcements.identityChanged(identity.did(), identity.handle());
        }
        Stores stores = new Stores(lock, repoStores, announcements);
        return new HoldFolder(
            stores,
            repos,
            repo,
            followers,
            records,
            identity,
            hosting,
            urlKey(key),
            config.tellAgain());
      } catch (RuntimeException | IOException e) {
        repoStores.close();
        throw e;
      }
    } catch (RuntimeException | IOException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Signs the head again if another key signed it: then the key was exchanged, and whoever verifies
   * the repo has the new one from the DID document.
   */
  private static boolean signAnew(Repo repo) {
    Optional<CommitResult.Committed> again = repo.signAnew();
    again.ifPresent(
        commit ->
            LOGGER.log(
                System.Logger.Level.INFO,
                "the repo has another key than before; its head is signed anew, rev {0}",
                commit.draft().commit().rev()));
    return again.isPresent();
  }

  private static Hosting.Ground hosting(
      AccountPlace accounts, Ground ground, HoldIdentity identity, SigningKey key) {
    return new Hosting.Ground(
        accounts, identity.did(), identity.handle(), key, ground.passwords(), ground.clock());
  }

  private static Announcements announce(HoldIdentity identity, Hosting hosting, EventLog events) {
    Announcements announcements = new Announcements(hosting, events);
    if (!events.needsReplay()) {
      events.recovered();
    }
    if (events.isNew()) {
      // What a consumer must know before the first commit that it is told of.
      announcements.identityChanged(identity.did(), identity.handle());
      announcements.statusChanged(identity.did(), AccountStatus.ACTIVE);
      announcements.repoAsserted(identity.did());
    }
    return announcements;
  }

  /**
   * A secret of its own for signing URLs, made of the signing key: one key file less to keep, and
   * URLs that were given out before a restart stay good.
   */
  private static byte[] urlKey(SigningKey key) {
    return Secrets.derive(key, "orlop signed urls");
  }

  /** Who the hold is. */
  public HoldIdentity identity() {
    return identity;
  }

  /** With which the hold's own URLs are signed. */
  byte[] urlKey() {
    return urlKey.clone();
  }

  /** The hold's own repo. */
  public Repo repo() {
    return repo;
  }

  /** The repo of an account here, the hold's own among them. */
  Repo repoOf(Account account) {
    return hosting.isOwn(account.did()) ? repo : hosting.repo(account);
  }

  /** Whether a record of an account here refers to a blob, by all that is on disk. */
  boolean refersTo(Did did, Cid blob) {
    return hosting
        .accounts()
        .find(did)
        .map(this::repoOf)
        .filter(found -> refersTo(found, blob))
        .isPresent();
  }

  private static boolean refersTo(Repo repo, Cid blob) {
    if (repo.hasBlob(blob)) {
      return true;
    }
    // The index may lack what is on disk; that is rare, and a blob is not thrown away upon it.
    repo.settle();
    return repo.hasBlob(blob);
  }

  /** Those who keep records of the hold's own repo in memory. */
  Followers followers() {
    return followers;
  }

  /** Captain and crew. */
  public HoldRecords records() {
    return records;
  }

  /** The accounts of this server. */
  public Hosting hosting() {
    return hosting;
  }

  /** Who tells the network of accounts. */
  public AccountListener announcements() {
    return stores.announcements();
  }

  /** All that the network is told. */
  public EventLog events() {
    return stores.events();
  }

  /**
   * Tells the network again of one account, or of all, what it must know to follow them.
   *
   * @return of how many it was told
   */
  public int tellAgain(Optional<Did> did) {
    if (did.isEmpty()) {
      return stores.announcements().tellAllAgain();
    }
    Optional<Account> account = hosting.accounts().find(did.get());
    account.ifPresent(stores.announcements()::tellAgain);
    return account.isPresent() ? 1 : 0;
  }

  /**
   * All repos have been opened: what the process before did not tell of has been told. Tells of all
   * accounts if that was asked for, as by a restore.
   */
  void caughtUp() throws IOException {
    if (stores.events().needsReplay()) {
      stores.events().recovered();
    }
    if (Files.exists(tellAgain)) {
      stores.announcements().tellAllAgain();
      if (!stores.announcements().isClosed()) {
        Files.delete(tellAgain);
      }
    }
  }

  /** Ends what {@link #caughtUp} tells; the next start tells it again. */
  void stopTelling() {
    stores.announcements().close();
  }

  /** The database, if repos lie there: then other holds may be at work on the same blobs. */
  Optional<Database> shared() {
    return stores.repos().shared();
  }

  /** All repos of this server. */
  public Repos repos() {
    return repos;
  }

  @Override
  public void close() {
    hosting.close();
    repos.close();
    stores.repos().close();
    try {
      stores.lock().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
