package dev.orlop.hold.pds.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.TestPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderCopyTest {
  @TempDir Path folder;
  private final Database database = Database.connect(TestPostgres.migrated());
  private final Holders there = Holders.inDatabase(database);

  @AfterEach
  void close() {
    database.close();
  }

  private Holders here(String name) {
    return Holders.inFolder(folder.resolve(name), Disk.REAL, (_, _) -> true);
  }

  private static HeldBlob blob(String account, int number, String type, long millis) {
    return new HeldBlob(
        Did.parse("did:web:" + account + ".test"),
        Cid.hash(Cid.Codec.RAW, new byte[number]),
        type,
        number,
        Instant.ofEpochMilli(millis));
  }

  private static Set<HeldBlob> all(Holders holders) {
    Set<HeldBlob> all = new HashSet<>();
    holders.forEach(all::add);
    return all;
  }

  @Test
  void allGoToADatabaseInThePlaceOfWhatIsThereAndBack() {
    Set<HeldBlob> wanted = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      wanted.add(blob(i % 2 == 0 ? "a" : "b", i / 2, "text/plain", 1_000 + i));
    }
    Holders here = here("one");
    wanted.forEach(here::put);
    there.put(blob("stale", 99, "text/plain", 5));
    assertEquals(wanted.size(), HolderCopy.toDatabase(folder.resolve("one"), Disk.REAL, database));
    assertEquals(wanted, all(there));
    assertEquals(wanted.size(), HolderCopy.toFolder(database, folder.resolve("two"), Disk.REAL));
    assertEquals(wanted, all(here("two")));
  }

  @Test
  void whatSeveralFoldersSayComesTogetherAndWhatWasSaidLastHolds() {
    here("one").put(blob("a", 1, "text/old", 10));
    here("one").put(blob("a", 2, "text/new", 20));
    here("two").put(blob("a", 1, "text/new", 20));
    here("two").put(blob("a", 2, "text/old", 10));
    here("two").put(blob("b", 1, "text/plain", 1));
    assertEquals(2, HolderCopy.bring(folder.resolve("one"), Disk.REAL, database));
    assertEquals(3, HolderCopy.bring(folder.resolve("two"), Disk.REAL, database));
    assertEquals(
        Set.of(
            blob("a", 1, "text/new", 20),
            blob("a", 2, "text/new", 20),
            blob("b", 1, "text/plain", 1)),
        all(there));
    // What came after an upgrade is not undone by what was before.
    there.put(blob("a", 1, "text/newest", 30));
    HolderCopy.bring(folder.resolve("two"), Disk.REAL, database);
    assertEquals(
        Optional.of("text/newest"),
        there
            .find(Did.parse("did:web:a.test"), Cid.hash(Cid.Codec.RAW, new byte[1]))
            .map(HeldBlob::mimeType));
  }
}
