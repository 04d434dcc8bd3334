package dev.orlop.hold.app;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.FileEventLog;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.RepoCopy;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.SeqClock;
import dev.orlop.hold.pds.accounts.AccountKeys;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.EventTable;
import dev.orlop.hold.store.sql.Migrations;
import dev.orlop.hold.store.sql.RepoTable;
import dev.orlop.hold.web.HoldIdentity;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the repos of a hold that does not run from its folder to its database, and back. Each is
 * read again where it arrived, and held against where it came from; only then is it used there.
 *
 * <p>At every moment at most one of the two is in use: the database says of itself whether it is,
 * and a file in the folder says that the repos lie in a database. An attempt that did not end is
 * begun anew.
 */
public final class RepoMove {
  /** Seqs that a consumer may have seen, and no log any more. */
  private static final long SEQS_APART = 10_000_000;

  private final HoldConfig config;
  private final InstantSource clock;
  private final Database database;
  private final AccountKeys keys;

  private RepoMove(HoldConfig config, InstantSource clock, Database database) throws IOException {
    this.config = config;
    this.clock = clock;
    this.database = database;
    this.keys =
        new AccountKeys(
            Disk.REAL,
            config.keys(),
            HoldIdentity.did(config.publicUrl()),
            KeyFile.read(config.signingKey()));
  }

  /** A repo that was brought. */
  public record Moved(Did did, RepoState head, long records) {}

  private static Database connect(HoldConfig config) {
    Database database =
        Database.connect(
            config
                .database()
                .orElseThrow(() -> new ConfigException(List.of("database.url is not set"))));
    List<String> unused = new Migrations(database).run();
    return database;
  }

  /**
   * Brings all repos to the database. The logs stay beside where they were, under another name.
   *
   * @throws FolderInUseException if a server has the folder
   * @throws StoreDamagedException if a repo did not arrive as it was
   */
  public static List<Moved> toDatabase(HoldConfig config, InstantSource clock) throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder());
        Database database = connect(config)) {
      return new RepoMove(config, clock, database).toDatabase();
    }
  }

  /**
   * Brings all repos to the folder. The tables stay as they are, and are not used any more.
   *
   * @throws FolderInUseException if a server has the folder
   * @throws StoreDamagedException if a repo did not arrive as it was
   */
  public static List<Moved> toFolder(HoldConfig config, InstantSource clock) throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder());
        Database database = connect(config)) {
      return new RepoMove(config, clock, database).toFolder();
    }
  }

  private List<Moved> toDatabase() throws IOException {
    List<Path> logs = RepoCare.logs(config);
    RepoTable table = new RepoTable(database);
    if (logs.isEmpty()) {
      throw new ConfigException(List.of("there are no repos in " + config.repos()));
    }
    if (!table.isMoved() && !table.heads(Optional.empty(), 1).isEmpty()) {
      throw new ConfigException(
          List.of("the database at " + database.place() + " has repos, and they are in use"));
    }
    table.setMoved(true, 0);
    List<Moved> moved = new ArrayList<>();
    long seqs = lastSeq();
    try (RepoIndex index = MvRepoIndex.openFile(config.index());
        Repos files = files(config.repos(), index);
        Repos tables = tables()) {
      for (Path log : logs) {
        Did did = RepoCare.did(log);
        Repo repo = files.find(did, () -> key(did));
        RepoState head = repo.head();
        long records = RepoCopy.toDatabase(repo, index, database);
        moved.add(check(tables.find(did, () -> key(did)), head, records));
      }
      seqs = Math.max(seqs, index.lastSeq());
    }
    table.setMoved(false, seqs + SEQS_APART);
    Files.writeString(config.reposInDatabase(), database.place() + "\n");
    putAside(config.repos());
    putAside(config.events());
    Files.writeString(config.tellAgain(), "");
    return moved;
  }

  private List<Moved> toFolder() throws IOException {
    RepoTable table = new RepoTable(database);
    if (table.isMoved()) {
      throw new ConfigException(
          List.of("the repos in the database at " + database.place() + " are not in use"));
    }
    Path coming = config.folder().resolve("repos-coming");
    putAside(coming);
    putAside(config.repos());
    putAside(config.events());
    Files.deleteIfExists(config.index().resolve("index.mv.db"));
    long seq = new EventTable(database).bounds().last() + SEQS_APART;
    List<Moved> moved = new ArrayList<>();
    try (RepoIndex index = MvRepoIndex.openFile(config.index());
        Repos files = files(coming, index)) {
      for (RepoState head : table.heads(Optional.empty(), Integer.MAX_VALUE)) {
        Did did = head.did();
        long records = RepoCopy.toFolder(database, did, Disk.REAL, coming, seq, micros());
        moved.add(check(files.open(did, key(did)), head, records));
      }
    }
    Files.move(coming, config.repos(), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(config.tellAgain(), "");
    table.setMoved(true, seq);
    Files.deleteIfExists(config.reposInDatabase());
    return moved;
  }

  private Repos files(Path folder, RepoIndex index) {
    return new Repos(folder, index, Repos.Settings.DEFAULT, clock, (_, _) -> {});
  }

  private Repos tables() {
    return new Repos(database, Repos.Settings.DEFAULT, clock, CommitFrames.NONE, (_, _) -> {});
  }

  private SigningKey key(Did did) {
    return keys.of(did);
  }

  private Moved check(Repo arrived, RepoState head, long records) throws IOException {
    CopyCheck.check(arrived, head, key(head.did()).publicKey(), records, config.folder());
    return new Moved(head.did(), head, records);
  }

  /** Of the events in the folder. */
  private long lastSeq() {
    FileEventLog.Ground ground =
        new FileEventLog.Ground(
            Disk.REAL, config.events(), clock, new SeqClock(clock, 0), _ -> false);
    try (EventLog events = FileEventLog.open(ground, config.firehose().log())) {
      return events.lastSeq();
    }
  }

  private void putAside(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Path aside = folder.resolveSibling(folder.getFileName() + "-moved-" + micros());
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
