package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.blobs.HeldBlob;
import dev.orlop.hold.pds.blobs.Holders;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hold that outgrows its folder, and one that goes back. */
class RepoMoveTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;
  private final DatabaseSettings database = TestPostgres.empty();

  private HoldConfig here() {
    return ConfigReader.read(folder, settings());
  }

  private HoldConfig there() {
    Map<String, String> settings = settings();
    settings.put("ORLOP_DATABASE_URL", database.url());
    return ConfigReader.read(folder, settings);
  }

  private static Map<String, String> settings() {
    return new HashMap<>(Map.of("ORLOP_PUBLIC_URL", "https://hold.example.com"));
  }

  private static CommitRequest put(int number) {
    DataMap record = DataMap.builder().put("$type", "io.example.c").put("v", number % 7).build();
    RepoPath path = RepoPath.of("io.example.c", "k" + number);
    return CommitRequest.of(new RecordWrite.Put(path, DagCbor.encode(record)));
  }

  private static RepoState write(HoldConfig config, int from, int to) throws IOException {
    try (HoldFolder hold = HoldFolder.open(config, CLOCK)) {
      for (int i = from; i < to; i++) {
        CommitRequest request = put(i).withMark("last", i);
        assertInstanceOf(CommitResult.Committed.class, hold.repo().commit(request));
      }
      return hold.repo().head();
    }
  }

  private static void check(HoldConfig config, RepoState head, int records) throws IOException {
    try (HoldFolder hold = HoldFolder.open(config, CLOCK)) {
      Repo repo = hold.repo();
      assertEquals(head, repo.head());
      assertEquals(OptionalLong.of(records - 1), repo.mark("last"));
      for (int i = 0; i < records; i++) {
        assertTrue(repo.value(RepoPath.of("io.example.c", "k" + i)).isPresent());
      }
    }
  }

  @Test
  void theReposOfAHoldGoToADatabaseAndBackAndItGoesOnWritingInBoth() throws IOException {
    RepoState first = write(here(), 0, 100);
    List<RepoMove.Moved> moved = RepoMove.toDatabase(there(), CLOCK).repos();
    assertEquals(first, moved.getFirst().head());
    assertEquals(100, moved.getFirst().records());
    check(there(), first, 100);
    RepoState second = write(there(), 100, 150);
    assertTrue(second.rev().compareTo(first.rev()) > 0);

    moved = RepoMove.toFolder(there(), CLOCK).repos();
    assertEquals(second, moved.getFirst().head());
    check(here(), second, 150);
    RepoState third = write(here(), 150, 160);
    assertEquals(third, RepoMove.toDatabase(there(), CLOCK).repos().getFirst().head());
    check(there(), third, 160);
  }

  private static final Did OWN = Did.parse("did:web:hold.example.com");
  private static final HeldBlob BLOB =
      new HeldBlob(
          OWN, Cid.hash(Cid.Codec.RAW, new byte[3]), "text/plain", 3, Instant.ofEpochMilli(1234));

  @Test
  void whoHoldsBlobsOfRecordsGoesAlongBothWays() throws IOException {
    write(here(), 0, 1);
    Path folder = here().blobHolders();
    Holders.inFolder(folder, Disk.REAL, (_, _) -> true).put(BLOB);
    assertEquals(1, RepoMove.toDatabase(there(), CLOCK).heldBlobs());
    assertFalse(Files.exists(folder));
    try (Database connected = Database.connect(database)) {
      assertEquals(Optional.of(BLOB), Holders.inDatabase(connected).find(OWN, BLOB.cid()));
    }
    assertEquals(1, RepoMove.toFolder(there(), CLOCK).heldBlobs());
    assertEquals(
        Optional.of(BLOB),
        Holders.inFolder(folder, Disk.REAL, (_, _) -> true).find(OWN, BLOB.cid()));
  }

  @Test
  void seqsGoOnUpwards() throws IOException {
    write(here(), 0, 5);
    long before = lastSeq(here());
    RepoMove.toDatabase(there(), CLOCK);
    write(there(), 5, 6);
    long between = lastSeq(there());
    assertTrue(between > before);
    RepoMove.toFolder(there(), CLOCK);
    write(here(), 6, 7);
    assertTrue(lastSeq(here()) > between);
  }

  private static long lastSeq(HoldConfig config) throws IOException {
    try (HoldFolder hold = HoldFolder.open(config, CLOCK)) {
      return hold.events().lastSeq();
    }
  }

  @Test
  void aHoldDoesNotBeginItsRepoAnewWhereItDoesNotLie() throws IOException {
    write(here(), 0, 3);
    assertThrows(ConfigException.class, () -> write(there(), 3, 4));
    RepoMove.toDatabase(there(), CLOCK);
    assertThrows(ConfigException.class, () -> write(here(), 3, 4));
    assertThrows(ConfigException.class, () -> RepoMove.toDatabase(there(), CLOCK));
    RepoMove.toFolder(there(), CLOCK);
    assertThrows(ConfigException.class, () -> write(there(), 3, 4));
    assertThrows(ConfigException.class, () -> RepoMove.toFolder(there(), CLOCK));
    write(here(), 3, 4);
  }

  @Test
  void whatWorksOnLogsSaysThatThereAreNone() throws IOException {
    write(there(), 0, 1);
    assertThrows(ConfigException.class, () -> RepoCare.check(there()));
    assertThrows(ConfigException.class, () -> Maintenance.rebuildIndex(there(), CLOCK));
    assertTrue(Files.exists(there().reposInDatabase()));
  }
}
