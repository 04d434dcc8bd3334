package dev.orlop.hold.pds.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.lease.Leases;
import dev.orlop.hold.lease.TableLeases;
import dev.orlop.hold.store.sql.BlobHolderTable;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableRecordBlobsTest extends RecordBlobsContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Database database = Database.connect(settings);

  @Override
  Holders holders() {
    return Holders.inDatabase(database);
  }

  @Override
  Leases leases(Duration length) {
    return new TableLeases(database, length, clock);
  }

  @Override
  void refer(Did did) {
    TestPostgres.execute(
        settings,
        "INSERT INTO repos (did) VALUES ('%s') ON CONFLICT (did) DO NOTHING".formatted(did));
    TestPostgres.execute(
        settings,
        "INSERT INTO record_blobs (repo, blob, path) SELECT id, '%s', 'io.example.c/a' FROM repos"
                .formatted(CID)
            + " WHERE did = '%s'".formatted(did));
  }

  @Override
  void referNoMore(Did did) {
    TestPostgres.execute(settings, "DELETE FROM record_blobs");
  }

  @Override
  boolean happens(BlobStep step) {
    return step != BlobStep.HOLDER_WRITTEN;
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void allAreGoneThroughHoweverManyThereAre() {
    Set<HeldBlob> all = new HashSet<>();
    for (int i = 0; i < 2_100; i++) {
      Cid cid = Content.of("blob " + i / 2).digest().toCid().orElseThrow();
      Did did = i % 2 == 0 ? ALICE : BOB;
      all.add(new HeldBlob(did, cid, "text/plain", i, Instant.ofEpochMilli(i)));
    }
    new BlobHolderTable(database).bring(all.stream().map(TableHolders::row).toList());
    List<HeldBlob> seen = new ArrayList<>();
    holders().forEach(seen::add);
    assertEquals(2_100, seen.size());
    assertEquals(all, Set.copyOf(seen));
    seen.clear();
    holders().forEachUnused(seen::add);
    assertEquals(2_100, seen.size());
  }

  @Test
  void whatOneProcessTookInTheOtherKnowsAndTakesAway() {
    HeldBlob blob = upload(ALICE);
    try (Database connected = Database.connect(settings)) {
      RecordBlobs there =
          new RecordBlobs(
              store,
              new TableLeases(connected, Duration.ofHours(1), clock),
              Holders.inDatabase(connected),
              clock);
      assertEquals(Optional.of(blob), there.find(ALICE, CID));
      BlobSweeper other = new BlobSweeper(there, SETTINGS, clock);
      other.sweep();
      sweeper.sweep();
      clock.advance(SETTINGS.unused());
      assertEquals(1, other.sweep());
      assertEquals(0, sweeper.sweep());
      assertTrue(blobs.find(ALICE, CID).isEmpty());
      assertFalse(hasBytes());
    }
  }
}
