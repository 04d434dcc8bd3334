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
import dev.orlop.hold.pds.accounts.AccountCopy;
import dev.orlop.hold.pds.accounts.AccountKeys;
import dev.orlop.hold.pds.accounts.AccountPlace;
import dev.orlop.hold.pds.blobs.HolderCopy;
import dev.orlop.hold.pull.JournalMove;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.EventTable;
import dev.orlop.hold.store.sql.HoldTable;
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
 * Brings the repos and accounts of a hold that does not run from its folder to its database, and
 * back. All is read again where it arrived, and held against where it came from; only then is it
 * used there.
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
  private final SigningKey ownKey;
  private final Did own;

  private RepoMove(HoldConfig config, InstantSource clock, Database database) throws IOException {
    this.config = config;
    this.clock = clock;
    this.database = database;
    this.ownKey = KeyFile.read(config.signingKey());
    this.own = HoldIdentity.did(config.publicUrl());
  }

  /** A repo that was brought. */
  public record Moved(Did did, RepoState head, long records) {}

  /**
   * All that was brought.
   *
   * @param heldBlobs how many blobs of records accounts hold; their bytes stay where they are
   */
  public record Done(List<Moved> repos, AccountCopy.Counts accounts, long heldBlobs) {}

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
   * @throws ConfigException if a process of the hold runs elsewhere, on the database
   * @throws StoreDamagedException if a repo did not arrive as it was
   */
  public static Done toDatabase(HoldConfig config, InstantSource clock) throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder());
        Database database = connect(config);
        HoldTable.Alone _ = Alone.require(database)) {
      return new RepoMove(config, clock, database).toDatabase();
    }
  }

  /**
   * Brings all repos to the folder. The tables stay as they are, and are not used any more.
   *
   * @throws FolderInUseException if a server has the folder
   * @throws ConfigException if a process of the hold runs elsewhere, on the database
   * @throws StoreDamagedException if a repo did not arrive as it was
   */
  public static Done toFolder(HoldConfig config, InstantSource clock) throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder());
        Database database = connect(config);
        HoldTable.Alone _ = Alone.require(database)) {
      return new RepoMove(config, clock, database).toFolder();
    }
  }

  private Done toDatabase() throws IOException {
    List<Path> logs = RepoCare.logs(config);
    RepoTable table = new RepoTable(database);
    if (logs.isEmpty()) {
      throw new ConfigException(List.of("there are no repos in " + config.repos()));
    }
    if (!table.isMoved() && !table.heads(Optional.empty(), 1).isEmpty()) {
      throw new ConfigException(
          List.of("the database at " + database.place() + " has repos, and they are in use"));
    }
    requireOwn();
    table.setMoved(true, 0);
    List<Moved> moved = new ArrayList<>();
    long seqs = lastSeq();
    AccountCopy.Counts accounts;
    try (AccountPlace here = accountsHere();
        AccountPlace there = accountsThere()) {
      accounts = AccountCopy.copy(here, there);
      EventTable events = new EventTable(database);
      AccountCopy.resting(there).forEach(events::rest);
    }
    long heldBlobs = HolderCopy.toDatabase(config.blobHolders(), Disk.REAL, database);
    AccountKeys keys = new AccountKeys(Disk.REAL, config.keys(), own, ownKey);
    try (RepoIndex index = MvRepoIndex.openFile(config.index());
        Repos files = files(config.repos(), index);
        Repos tables = tables()) {
      for (Path log : logs) {
        Did did = RepoCare.did(log);
        Repo repo = files.find(did, () -> keys.of(did));
        RepoState head = repo.head();
        long records = RepoCopy.toDatabase(repo, index, database);
        moved.add(check(tables.find(did, () -> keys.of(did)), head, keys, records));
      }
      seqs = Math.max(seqs, index.lastSeq());
    }
    table.setMoved(false, seqs + SEQS_APART);
    Files.writeString(config.reposInDatabase(), database.place() + "\n");
    putAside(config.repos());
    putAside(config.events());
    putAside(config.folder().resolve(AccountPlace.LOG));
    putAside(config.blobHolders());
    Files.writeString(config.tellAgain(), "");
    return new Done(moved, accounts, heldBlobs);
  }

  /** The database becomes this hold's, with the key that it has. */
  private void requireOwn() {
    HoldTable.Hold here = new HoldTable.Hold(own, ownKey.publicKey().didKey());
    new HoldTable(database).replace(here);
  }

  private AccountPlace accountsHere() {
    return AccountPlace.inFolder(Disk.REAL, config.folder(), clock);
  }

  private AccountPlace accountsThere() {
    return AccountPlace.inDatabase(database, ownKey);
  }

  private Done toFolder() throws IOException {
    RepoTable table = new RepoTable(database);
    if (table.isMoved()) {
      throw new ConfigException(
          List.of("the repos in the database at " + database.place() + " are not in use"));
    }
    if (!OwnKey.require(config, own, database).publicKey().equals(ownKey.publicKey())) {
      throw new ConfigException(List.of("run it again: an exchange of the key was finished"));
    }
    Path coming = config.folder().resolve("repos-coming");
    putAside(coming);
    putAside(config.repos());
    putAside(config.events());
    putAside(config.folder().resolve(AccountPlace.LOG));
    putAside(config.journal());
    putAside(config.blobHolders());
    Files.deleteIfExists(config.index().resolve("index.mv.db"));
    AccountCopy.Counts accounts;
    try (AccountPlace there = accountsThere();
        AccountPlace here = accountsHere()) {
      accounts = AccountCopy.copy(there, here);
    }
    AccountKeys keys = new AccountKeys(Disk.REAL, config.keys(), own, ownKey);
    long seq = new EventTable(database).bounds().last() + SEQS_APART;
    List<Moved> moved = new ArrayList<>();
    try (RepoIndex index = MvRepoIndex.openFile(config.index());
        Repos files = files(coming, index)) {
      for (RepoState head : table.heads(Optional.empty(), Integer.MAX_VALUE)) {
        Did did = head.did();
        long records = RepoCopy.toFolder(database, did, Disk.REAL, coming, seq, micros());
        moved.add(check(files.open(did, keys.of(did)), head, keys, records));
      }
    }
    long heldBlobs = HolderCopy.toFolder(database, config.blobHolders(), Disk.REAL);
    JournalMove.toFolder(database, own, config.journal(), Disk.REAL);
    Files.move(coming, config.repos(), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(config.tellAgain(), "");
    table.setMoved(true, seq);
    Files.deleteIfExists(config.reposInDatabase());
    return new Done(moved, accounts, heldBlobs);
  }

  private Repos files(Path folder, RepoIndex index) {
    return new Repos(folder, index, Repos.Settings.DEFAULT, clock, (_, _) -> {});
  }

  private Repos tables() {
    return new Repos(database, Repos.Settings.DEFAULT, clock, CommitFrames.NONE, (_, _) -> {});
  }

  private Moved check(Repo arrived, RepoState head, AccountKeys keys, long records)
      throws IOException {
    CopyCheck.check(arrived, head, keys.of(head.did()).publicKey(), records, config.folder());
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

  private void putAside(Path path) throws IOException {
    Aside.put(path, clock);
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
