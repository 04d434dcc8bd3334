package dev.orlop.hold.app;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.FileEventLog;
import dev.orlop.hold.events.TableEventLog;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.SeqClock;
import dev.orlop.hold.pds.accounts.AccountCopy;
import dev.orlop.hold.pds.accounts.AccountPlace;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a hold's repos and events lie, opened: its folder, or a database. */
sealed interface RepoStores extends AutoCloseable {
  /** All that the network is told. */
  EventLog events();

  /**
   * Opens all repos, once.
   *
   * @param listener is told of the commits of the hold's own repo
   */
  Repos repos(CommitListener listener);

  /** The database, if that is where they lie: what else several holds share lies there, too. */
  Optional<Database> shared();

  /**
   * The hold's signing key; made now if the hold begins.
   *
   * @throws ConfigException if the hold that is there has another one
   */
  SigningKey signingKey() throws IOException;

  /**
   * Where accounts lie.
   *
   * @param key the hold's signing key
   */
  AccountPlace accounts(SigningKey key);

  /** Closes what the repos lie in, after them. */
  @Override
  void close();

  /**
   * Opens them where the configuration says.
   *
   * @param own the hold's DID
   * @param active of whose commits the network is told
   */
  static RepoStores open(HoldConfig config, Ground ground, Did own, Predicate<Did> active)
      throws IOException {
    MovedRepos.require(config);
    return config.database().isPresent()
        ? InDatabase.open(config.database().get(), config, ground, own)
        : InFolder.open(config, ground, own, active);
  }

  /** Logs, an index of them, and a log of events. */
  record InFolder(
      HoldConfig config,
      Ground ground,
      Did own,
      SeqClock seqs,
      FileEventLog events,
      RepoIndex index)
      implements RepoStores {
    static InFolder open(HoldConfig config, Ground ground, Did own, Predicate<Did> active) {
      SeqClock seqs = new SeqClock(ground.clock(), 0);
      FileEventLog events =
          FileEventLog.open(
              new FileEventLog.Ground(ground.disk(), config.events(), ground.clock(), seqs, active),
              config.firehose().log());
      try {
        return new InFolder(config, ground, own, seqs, events, openIndex(config, events));
      } catch (RuntimeException e) {
        events.close();
        throw e;
      }
    }

    @Override
    public SigningKey signingKey() throws IOException {
      return OwnKey.readOrMake(config);
    }

    @Override
    public AccountPlace accounts(SigningKey key) {
      return AccountPlace.inFolder(ground.disk(), config.folder(), ground.clock());
    }

    private static RepoIndex openIndex(HoldConfig config, EventLog events) {
      if (events.needsReplay()) {
        // The events that are missing are found while the index is made.
        MvRepoIndex.distrust(config.index());
      }
      return MvRepoIndex.openFile(config.index());
    }

    @Override
    public Repos repos(CommitListener listener) {
      return new Repos(
          ground.disk(),
          config.repos(),
          index,
          ground.repos(),
          ground.clock(),
          seqs,
          new Listeners(own, listener, events));
    }

    @Override
    public Optional<Database> shared() {
      return Optional.empty();
    }

    @Override
    public void close() {
      index.close();
      events.close();
    }
  }

  /** Tables, of which other processes may make use, too. */
  record InDatabase(
      HoldConfig config, Ground ground, Did own, Database database, TableEventLog events)
      implements RepoStores {
    private static final System.Logger LOGGER = System.getLogger(InDatabase.class.getName());

    static InDatabase open(DatabaseSettings settings, HoldConfig config, Ground ground, Did own)
        throws IOException {
      Database database = Database.connect(settings);
      try {
        List<String> taken = new Migrations(database).run();
        if (!taken.isEmpty()) {
          LOGGER.log(
              System.Logger.Level.INFO, "the database at {0} took {1}", database.place(), taken);
        }
        Alone.requireNone(database);
        MovedRepos.require(config, database, own);
        TableEventLog events =
            // The table knows which accounts rest.
            TableEventLog.open(database, config.firehose().log(), ground.clock(), _ -> true);
        Files.writeString(config.reposInDatabase(), settings.place() + "\n");
        return new InDatabase(config, ground, own, database, events);
      } catch (RuntimeException | IOException e) {
        database.close();
        throw e;
      }
    }

    @Override
    public SigningKey signingKey() throws IOException {
      return OwnKey.require(config, own, database);
    }

    @Override
    public AccountPlace accounts(SigningKey key) {
      AccountPlace accounts = AccountPlace.inDatabase(database, key);
      bringAccounts(accounts);
      return accounts;
    }

    /** Versions before kept accounts in the folder though the repos were in a database. */
    private void bringAccounts(AccountPlace to) {
      Path log = config.folder().resolve(AccountPlace.LOG);
      if (!Files.exists(log) || !to.isEmpty()) {
        return;
      }
      try (AccountPlace from =
          AccountPlace.inFolder(ground.disk(), config.folder(), ground.clock())) {
        AccountCopy.Counts brought = AccountCopy.copy(from, to);
        AccountCopy.resting(to).forEach(events::hush);
        LOGGER.log(
            System.Logger.Level.INFO, "brought to the database at {0}: {1}", place(), brought);
      }
      try {
        Files.move(log, log.resolveSibling(AccountPlace.LOG + "-moved"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String place() {
      return database.place();
    }

    @Override
    public Repos repos(CommitListener listener) {
      return new Repos(
          database,
          ground.repos(),
          ground.clock(),
          events,
          new Listeners(own, listener, (_, _) -> {}));
    }

    @Override
    public Optional<Database> shared() {
      return Optional.of(database);
    }

    @Override
    public void close() {
      events.close();
      database.close();
    }
  }
}
