package dev.orlop.hold.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.SeqClock;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.EventTable;
import dev.orlop.mst.Commit;
import dev.orlop.mst.CommitVerifier;
import dev.orlop.mst.CommitVerifier.Known;
import dev.orlop.mst.CommitVerifier.Verdict;
import dev.orlop.mst.RecordWrite;
import dev.orlop.testkit.ClockAt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Repos and the log of their events, opened, closed and killed at will. */
final class EventWorld implements AutoCloseable {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final Did BOB = Did.parse("did:web:bob.example.com");
  static final SigningKey KEY = SigningKey.generate(KeyType.K256);

  /** Small, so that what is rare elsewhere is not rare here. */
  static final EventLog.Settings SMALL =
      new EventLog.Settings(Duration.ofDays(3), 1L << 30, 20_000, 10_000);

  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");

  /** On which the log of events lies, and it alone. */
  final FaultyDisk disk = new FaultyDisk();

  final Path folder;
  private final EventLog.Settings settings;
  private final Set<Did> silent = new HashSet<>();
  private final Optional<DatabaseSettings> database;
  private AutoCloseable ground = () -> {};

  @SuppressWarnings("NullAway.Init")
  private Repos repos;

  @SuppressWarnings("NullAway.Init")
  private EventLog log;

  EventWorld(Path folder) {
    this(folder, SMALL);
  }

  EventWorld(Path folder, EventLog.Settings settings) {
    this(folder, settings, Optional.empty());
  }

  /** With all of it in a database, if there is one. */
  EventWorld(Path folder, EventLog.Settings settings, Optional<DatabaseSettings> database) {
    this.folder = folder;
    this.settings = settings;
    this.database = database;
    open();
  }

  private void open() {
    if (database.isPresent()) {
      openTables(database.get());
    } else {
      openFiles();
    }
    repo(ALICE);
    repo(BOB);
    log.recovered();
  }

  private void openTables(DatabaseSettings place) {
    Database connected = Database.connect(place);
    ground = connected;
    TableEventLog table =
        TableEventLog.open(connected, settings, clock, did -> !silent.contains(did));
    log = table;
    repos = new Repos(connected, new Repos.Settings(50_000, 1000), clock, table, (_, _) -> {});
  }

  private void openFiles() {
    SeqClock seqs = new SeqClock(clock, 0);
    FileEventLog files =
        FileEventLog.open(
            new FileEventLog.Ground(
                disk, folder.resolve("events"), clock, seqs, did -> !silent.contains(did)),
            settings);
    log = files;
    if (log.needsReplay()) {
      MvRepoIndex.distrust(folder.resolve("index"));
    }
    RepoIndex index = MvRepoIndex.openFile(folder.resolve("index"));
    ground = index;
    repos =
        new Repos(
            Disk.REAL,
            folder.resolve("repos"),
            index,
            new Repos.Settings(50_000, 1000),
            clock,
            seqs,
            files);
  }

  void reopen() {
    close();
    open();
  }

  /** What is done to the files while nobody has them open. */
  interface Meddling {
    void with(Path events) throws IOException;
  }

  void reopenAfter(Meddling meddling) throws IOException {
    close();
    meddling.with(folder.resolve("events"));
    open();
  }

  /** Ends all as SIGKILL does, and starts anew. */
  void kill() {
    endAbruptly();
    open();
  }

  void killAfter(Meddling meddling) throws IOException {
    endAbruptly();
    meddling.with(folder.resolve("events"));
    open();
  }

  /** The log is left as it is: of what it said, nothing is in the process's memory alone. */
  private void endAbruptly() {
    repos.close();
    if (log instanceof TableEventLog table) {
      // Its thread would go on.
      table.close();
    }
    closeGround();
  }

  private void closeGround() {
    try {
      ground.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  EventLog log() {
    return log;
  }

  FileEventLog files() {
    return assertInstanceOf(FileEventLog.class, log);
  }

  Repo repo(Did did) {
    return repos.open(did, KEY);
  }

  /** Tells of no commits of this account any more. */
  void silence(Did did) {
    silent.add(did);
  }

  static RecordWrite put(int number, String text) {
    RepoPath path = RepoPath.of("com.example.note", "k" + number);
    return new RecordWrite.Put(
        path,
        DagCbor.encode(
            DataMap.builder().put("$type", "com.example.note").put("text", text).build()));
  }

  static RecordWrite delete(int number) {
    return new RecordWrite.Delete(RepoPath.of("com.example.note", "k" + number));
  }

  CommitResult.Committed commit(Did did, RecordWrite... writes) {
    return assertInstanceOf(
        CommitResult.Committed.class, repo(did).commit(CommitRequest.of(List.of(writes))));
  }

  /** Alice writes so many commits. */
  void fill(int from, int to) {
    for (int i = from; i < to; i++) {
      clock.advance(Duration.ofMillis(1));
      commit(ALICE, put(i, "text " + i));
    }
  }

  /** All that is served behind a cursor. */
  List<Event> events(long cursor) {
    awaitTold();
    try (EventReader reader = log.read(cursor)) {
      List<Event> events = new ArrayList<>();
      while (reader.read() instanceof Read.Messages messages) {
        frames(messages).forEach(frame -> events.add((Event) frame));
      }
      return events;
    }
  }

  /** Until the log has heard of all that is in the table, if it is one that must hear of it. */
  void awaitTold() {
    if (log instanceof TableEventLog table) {
      awaitTail(table);
    }
  }

  private static void awaitTail(TableEventLog log) {
    List<EventTable.Row> left = log.table().after(log.heardSeq());
    while (!left.isEmpty()) {
      Thread.onSpinWait();
      left = log.table().after(log.heardSeq());
    }
  }

  static List<Frame> frames(Read.Messages messages) {
    List<Frame> frames = new ArrayList<>();
    for (Slice part : messages.parts()) {
      int at = part.from();
      while (at < part.to()) {
        assertEquals((byte) 0x82, part.array()[at]);
        int length = part.array()[at + 1];
        int lengthBytes = length < 126 ? 0 : length == 126 ? 2 : 8;
        if (lengthBytes > 0) {
          length = 0;
          for (int i = 0; i < lengthBytes; i++) {
            length = (length << 8) | (part.array()[at + 2 + i] & 0xff);
          }
        }
        at += 2 + lengthBytes;
        frames.add(Frame.decode(Arrays.copyOfRange(part.array(), at, at + length)));
        at += length;
      }
      assertEquals(part.to(), at);
    }
    return frames;
  }

  /** Follows all events as a consumer does; what it knows in the end is what the repos are. */
  List<Event> follow() {
    List<Event> events = events(0);
    Map<Did, Known> known = new HashMap<>();
    long seq = 0;
    for (Event event : events) {
      assertTrue(event.seq() > seq, () -> event + " is out of order");
      seq = event.seq();
      switch (event) {
        case CommitEvent commit -> known.put(commit.did(), next(known.get(commit.did()), commit));
        case SyncEvent sync -> known.remove(sync.did());
        default -> {
          // Says nothing of commits.
        }
      }
    }
    known.forEach(
        (did, last) ->
            assertEquals(new Known(repo(did).head().rev(), repo(did).head().data()), last));
    return events;
  }

  private static Known next(@Nullable Known known, CommitEvent commit) {
    Verdict verdict = CommitVerifier.verify(Optional.ofNullable(known), commit, KEY.publicKey());
    return assertInstanceOf(Verdict.Valid.class, verdict).next();
  }

  /** Where the repo stands, told anew. */
  void sync(Did did) {
    Repo repo = repo(did);
    byte[] block = repo.require(repo.head().commit());
    assertEquals(did, Commit.decode(block).did());
    log.sync(repo.head(), block);
  }

  @Override
  public void close() {
    repos.close();
    if (log instanceof TableEventLog) {
      log.close();
      closeGround();
    } else {
      closeGround();
      log.close();
    }
  }
}
