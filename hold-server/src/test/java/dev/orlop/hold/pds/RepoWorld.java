package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.CarLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import dev.orlop.testkit.ClockAt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A folder with repos, opened and closed at will, and checks of a repo against a plain map. */
final class RepoWorld implements AutoCloseable {
  static final Did DID = Did.parse("did:web:hold.example.com");
  static final SigningKey KEY = SigningKey.generate(KeyType.K256);

  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  final Path folder;
  final FaultyDisk disk = new FaultyDisk();
  private final Repos.Settings settings;
  private final List<CommitResult.Committed> told = new ArrayList<>();
  private final Optional<DatabaseSettings> database;
  private FaultyIndex index;
  private Optional<Database> connected = Optional.empty();
  private Repos repos;

  RepoWorld(Path folder) {
    this(folder, new Repos.Settings(1L << 20, 1000));
  }

  RepoWorld(Path folder, Repos.Settings settings) {
    this(folder, settings, Optional.empty());
  }

  /** With the repos in a database, if there is one. */
  RepoWorld(Path folder, Repos.Settings settings, Optional<DatabaseSettings> database) {
    this.folder = folder;
    this.settings = settings;
    this.database = database;
    this.index = openIndex();
    this.repos = newRepos();
  }

  private Repos newRepos() {
    connected = database.map(Database::connect);
    if (connected.isPresent()) {
      return new Repos(
          connected.get(),
          settings,
          clock,
          CommitFrames.NONE,
          (draft, seq) -> told.add(new CommitResult.Committed(draft, seq)));
    }
    return new Repos(
        disk,
        folder.resolve("repos"),
        index,
        settings,
        clock,
        (draft, seq) -> told.add(new CommitResult.Committed(draft, seq)));
  }

  private FaultyIndex openIndex() {
    return new FaultyIndex(MvRepoIndex.openFile(folder.resolve("index")));
  }

  Repos repos() {
    return repos;
  }

  FaultyIndex index() {
    return index;
  }

  Repo repo() {
    return repos.open(DID, KEY);
  }

  /** Closes all and opens it again, as a restart does. */
  void reopen() {
    close();
    index = openIndex();
    repos = newRepos();
  }

  /** Opens the repos again, over the index as it is. */
  void restart() {
    closeRepos();
    repos = newRepos();
  }

  /** The commits of which the listener was told, in order. */
  List<CommitResult.Committed> told() {
    return List.copyOf(told);
  }

  /** Forgets the index as if its file had been lost, and replays the log. */
  void rebuild() {
    restart();
    if (database.isEmpty()) {
      repos.rebuildIndex(DID);
    }
  }

  static RepoPath path(int number) {
    return RepoPath.of("io.example.c" + number % 3, "k" + number);
  }

  static byte[] record(int value) {
    DataMap.Builder record = DataMap.builder().put("$type", "io.example.c").put("v", value);
    if (value % 2 == 1) {
      record.put("blob", new BlobRef(blob(value), "text/plain", 1).toData());
    }
    return DagCbor.encode(record.build());
  }

  /** What the record of an odd value refers to; some have it in common. */
  static Cid blob(int value) {
    return Cid.hash(Cid.Codec.RAW, new byte[] {(byte) (value % 4)});
  }

  static RecordWrite put(int number, int value) {
    return new RecordWrite.Put(path(number), record(value));
  }

  static RecordWrite delete(int number) {
    return new RecordWrite.Delete(path(number));
  }

  /** Holds a repo against what it should be, in every way in which it can be read. */
  void check(Map<RepoPath, Cid> model) throws IOException {
    Repo repo = repo();
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    repo.export(car);
    RepoReport report = verify(car.toByteArray());
    assertEquals(List.of(), report.faults());
    assertEquals(model.size(), report.records());
    assertEquals(0, report.extraBlocks());
    assertEquals(repo.head().commit(), report.cid().orElseThrow());
    Map<RepoPath, Cid> listed = new TreeMap<>();
    for (Nsid collection : repo.collections()) {
      List<RecordRef> up = repo.records(collection, Optional.empty(), 10_000, false);
      List<RecordRef> down = repo.records(collection, Optional.empty(), 10_000, true);
      assertEquals(up, down.reversed());
      up.forEach(record -> listed.put(record.path(), record.cid()));
    }
    assertEquals(new TreeMap<>(model), listed);
    for (Map.Entry<RepoPath, Cid> entry : model.entrySet()) {
      assertEquals(entry.getValue(), repo.record(entry.getKey()).orElseThrow().cid());
      assertTrue(repo.value(entry.getKey()).isPresent());
    }
    // The index holds the live blocks and no others.
    long live = report.nodes() + new HashSet<>(model.values()).size() + 1;
    assertEquals(live, repo.size().blocks());
  }

  static RepoReport verify(byte[] car) throws IOException {
    return RepoVerifier.verify(
        new ByteArrayInputStream(car),
        CarLimits.DEFAULT,
        Optional.of(DID),
        Optional.of(KEY.publicKey()),
        RepoVerifier.RecordCheck.NONE);
  }

  /** What a map becomes by writes. */
  static Map<RepoPath, Cid> after(Map<RepoPath, Cid> model, List<RecordWrite> writes) {
    Map<RepoPath, Cid> next = new TreeMap<>(model);
    for (RecordWrite write : new ArrayList<>(writes)) {
      switch (write) {
        case RecordWrite.Create(RepoPath path, byte[] block) -> next.put(path, cid(block));
        case RecordWrite.Update(RepoPath path, byte[] block) -> next.put(path, cid(block));
        case RecordWrite.Put(RepoPath path, byte[] block) -> next.put(path, cid(block));
        case RecordWrite.Delete(RepoPath path) -> next.remove(path);
      }
    }
    return next;
  }

  private static Cid cid(byte[] block) {
    return Cid.hash(Cid.Codec.DAG_CBOR, block);
  }

  private void closeRepos() {
    repos.close();
    connected.ifPresent(Database::close);
  }

  @Override
  public void close() {
    closeRepos();
    index.close();
  }
}
