package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.mst.RecordWrite;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a big repo is asked is answered by indexes, whatever else the tables hold. */
class SqlScanTest {
  private static final int RECORDS = 20_000;
  private static final int AT_ONCE = 500;
  private static final String OTHERS =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
          + " AND backend_type = 'client backend'";
  private static final String SCANS = scansOf("blocks|record");
  private static final String MARKS = scansOf("marker");

  @TempDir Path folder;
  private final DatabaseSettings database = TestPostgres.migrated();

  @Test
  void nothingThatIsAskedOftenGoesThroughATable() throws Exception {
    try (Connection connection = DriverManager.getConnection(database.url())) {
      execute(connection, "CREATE TABLE marker ()");
      Tid late;
      try (RepoWorld world = world()) {
        late = fill(world.repo());
      }
      execute(connection, "ANALYZE");
      long before = scans(connection);
      try (RepoWorld world = world()) {
        for (int i = 0; i < 20; i++) {
          ask(world.repo(), late, i);
        }
      }
      assertEquals(before, scans(connection));
    }
  }

  private static String scansOf(String tables) {
    return "SELECT sum(seq_scan) FROM pg_stat_user_tables WHERE relname ~ '" + tables + "'";
  }

  private RepoWorld world() {
    return new RepoWorld(folder, new Repos.Settings(1L << 20, 100), Optional.of(database));
  }

  private static Tid fill(Repo repo) {
    Tid early = repo.head().rev();
    for (int from = 0; from < RECORDS; from += AT_ONCE) {
      List<RecordWrite> writes = new ArrayList<>();
      for (int i = from; i < from + AT_ONCE; i++) {
        writes.add(put(i, i));
      }
      assertInstanceOf(
          CommitResult.Committed.class, repo.commit(CommitRequest.of(writes).importing(early)));
    }
    return repo.head().rev();
  }

  private static Cid blob(int number) {
    return Cid.hash(Cid.Codec.RAW, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private static RecordWrite put(int number, int value) {
    DataMap record =
        DataMap.builder()
            .put("$type", "io.example.c")
            .put("v", value)
            .put("blob", new BlobRef(blob(number), "text/plain", 1).toData())
            .build();
    return new RecordWrite.Put(RepoWorld.path(number), DagCbor.encode(record));
  }

  private static void ask(Repo repo, Tid late, int number) throws Exception {
    Nsid collection = Nsid.parse("io.example.c1");
    Optional<RecordKey> after = Optional.of(RecordKey.parse("k1" + number));
    repo.commit(CommitRequest.of(put(number, -number)).withMark("m", number));
    RepoPath path = RepoWorld.path(number);
    Cid cid = repo.entry(path).orElseThrow().cid();
    assertEquals(cid, repo.record(path).orElseThrow().cid());
    repo.require(cid);
    repo.records(collection, after, 50, false);
    repo.entries(collection, after, 50, true);
    repo.collections();
    repo.hasBlob(blob(number));
    repo.blobs(Optional.empty(), Optional.empty(), 10);
    repo.blobUses(Optional.empty(), 10);
    repo.mark("m");
    repo.proof(path, OutputStream.nullOutputStream());
    repo.blocks(List.of(cid, repo.head().commit()), OutputStream.nullOutputStream());
    repo.exportSince(late, OutputStream.nullOutputStream());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How often one of the big tables was gone through, by sessions that have ended. */
  private long scans(Connection connection) throws SQLException {
    // While a session lasts it keeps some of what it did to itself; and what it tells at its end
    // is counted a little later, but before what another tells after it.
    while (count(connection, OTHERS) > 0) {
      Thread.onSpinWait();
    }
    long marks = count(connection, MARKS);
    do {
      TestPostgres.execute(database, "TABLE marker");
    } while (count(connection, MARKS) == marks);
    return count(connection, SCANS);
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
