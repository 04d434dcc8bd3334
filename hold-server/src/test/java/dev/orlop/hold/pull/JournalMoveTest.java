package dev.orlop.hold.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalMoveTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;

  @Test
  void whatAFolderHoldsCountsOnceInTheDatabaseAndComesBack() throws IOException {
    Path files = folder.resolve("pulls");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    record(files, 3);
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Tally wanted = new Tally(3, 1, NOON);
    try (Database database = Database.connect(TestPostgres.migrated())) {
      // The second is what a lost deletion leaves, or a copy of the folder.
      for (Path each : List.of(files, copy)) {
        JournalMove.toDatabase(each, Disk.REAL, 0, database);
        assertEquals(
            Optional.of(wanted), tally(new TablePullJournal(database, () -> 0, Durability.POWER)));
      }
      TablePullJournal journal = new TablePullJournal(database, () -> 0, Durability.PROCESS);
      journal.record(PullWorld.APP, PullClass.IMAGE, NOON.plusSeconds(1));
      Path back = folder.resolve("back");
      JournalMove.toFolder(database, Did.parse("did:web:nobody.example.com"), back, Disk.REAL);
      try (FilePullJournal again = new FilePullJournal(back, Disk.REAL, 0, Durability.POWER)) {
        assertEquals(Optional.of(new Tally(4, 1, NOON.plusSeconds(1))), tally(again));
      }
    }
  }

  private static void record(Path files, int images) {
    try (FilePullJournal journal = new FilePullJournal(files, Disk.REAL, 0, Durability.POWER)) {
      for (int i = 0; i < images; i++) {
        journal.record(PullWorld.APP, PullClass.IMAGE, NOON);
      }
      journal.rotate();
      journal.record(PullWorld.APP, PullClass.ARTIFACT, NOON);
    }
  }

  private static Optional<Tally> tally(PullJournal journal) {
    return journal.above(0, PullWorld.APP);
  }
}
