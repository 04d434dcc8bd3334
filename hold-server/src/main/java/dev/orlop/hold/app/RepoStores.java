package dev.orlop.hold.app;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.FileEventLog;
import dev.orlop.hold.events.TableEventLog;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.SeqClock;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;

/** Where a hold's repos and events lie, opened: its folder, or a database. */
sealed interface RepoStores extends AutoCloseable {
  /** All that the network is told. */
  EventLog events();

  /**
   * Opens all repos, once.
   *
   * @param listeners are told of the commits of the hold's own repo
   */
  Repos repos(List<CommitListener> listeners);

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
        ? InDatabase.open(config.database().get(), config, ground, own, active)
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

    private static RepoIndex openIndex(HoldConfig config, EventLog events) {
      if (events.needsReplay()) {
        // The events that are missing are found while the index is made.
        MvRepoIndex.distrust(config.index());
      }
      return MvRepoIndex.openFile(config.index());
    }

    @Override
    public Repos repos(List<CommitListener> listeners) {
      return new Repos(
          ground.disk(),
          config.repos(),
          index,
          ground.repos(),
          ground.clock(),
          seqs,
          new Listeners(own, listeners, events));
    }

    @Override
    public void close() {
      index.close();
      events.close();
    }
  }

  /** Tables, of which other processes may make use, too. */
  record InDatabase(Ground ground, Did own, Database database, TableEventLog events)
      implements RepoStores {
    private static final System.Logger LOGGER = System.getLogger(InDatabase.class.getName());

    static InDatabase open(
        DatabaseSettings settings, HoldConfig config, Ground ground, Did own, Predicate<Did> active)
        throws IOException {
      Database database = Database.connect(settings);
      try {
        List<String> taken = new Migrations(database).run();
        if (!taken.isEmpty()) {
          LOGGER.log(
              System.Logger.Level.INFO, "the database at {0} took {1}", database.place(), taken);
        }
        MovedRepos.require(config, database, own);
        TableEventLog events =
            TableEventLog.open(database, config.firehose().log(), ground.clock(), active);
        Files.writeString(config.reposInDatabase(), settings.place() + "\n");
        return new InDatabase(ground, own, database, events);
      } catch (RuntimeException | IOException e) {
        database.close();
        throw e;
      }
    }

    @Override
    public Repos repos(List<CommitListener> listeners) {
      return new Repos(
          database,
          ground.repos(),
          ground.clock(),
          events,
          new Listeners(own, listeners, (_, _) -> {}));
    }

    @Override
    public void close() {
      events.close();
      database.close();
    }
  }
}
