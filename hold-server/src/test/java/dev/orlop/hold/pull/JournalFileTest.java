package dev.orlop.hold.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.store.StoreDamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of files that are not as they were written. */
class JournalFileTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
  private static final ImageRepository APP = PullWorld.APP;

  @TempDir Path folder;

  private FilePullJournal open(long folded) {
    return new FilePullJournal(folder, Disk.REAL, folded, Durability.POWER);
  }

  private static long images(FilePullJournal journal) {
    long images = 0;
    for (Generation generation : journal.above(0)) {
      images += generation.tally(APP).map(Tally::images).orElse(0L);
    }
    return images;
  }

  @Test
  void aFileThatEndsAnywhereHasThePullsThatAreWhole() throws IOException {
    PullJournal journal = open(0);
    for (int i = 0; i < 3; i++) {
      journal.record(APP, PullClass.IMAGE, NOON);
    }
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    int entry = 2 + 1 + 8 + 2 + APP.owner().toString().length() + 3 + 4;
    for (int length = 0; length <= 16 + 3 * entry + 4; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      long whole = Math.min(3, Math.max(0, length - 16) / entry);
      assertEquals(whole, JournalFile.read(file, 1).size(), "cut at " + length);
      if (length > 0 && length < 16) {
        // No disk writes a half of so little.
        continue;
      }
      // The file keeps its length when the power goes: what was not written is zero.
      Files.write(file, Arrays.copyOf(Arrays.copyOf(bytes, length), bytes.length));
      assertEquals(whole, JournalFile.read(file, 1).size(), "zeros from " + length);
    }
  }

  @Test
  void anEntryOfWhichOneBitIsWrongIsNotCountedAndNeitherIsAnythingBehindIt() throws IOException {
    PullJournal journal = open(0);
    for (int i = 0; i < 3; i++) {
      journal.record(APP, PullClass.IMAGE, NOON);
    }
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    int entry = 2 + 1 + 8 + 2 + APP.owner().toString().length() + 3 + 4;
    for (int i = 0; i < entry * 8; i++) {
      byte[] damaged = bytes.clone();
      damaged[16 + entry + i / 8] ^= (byte) (1 << i % 8);
      Files.write(file, damaged);
      assertEquals(1, JournalFile.read(file, 1).size(), "bit " + i);
    }
  }

  @Test
  void aTornFileIsLeftAsItIsAndTheNextPullsGoToAnother() throws IOException {
    PullJournal journal = open(0);
    journal.record(APP, PullClass.IMAGE, NOON);
    journal.record(APP, PullClass.IMAGE, NOON);
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, 16 + 60));
    try (FilePullJournal again = open(0)) {
      assertEquals(1, images(again));
      again.record(APP, PullClass.IMAGE, NOON);
    }
    assertEquals(16 + 60, Files.size(file));
    try (FilePullJournal again = open(0)) {
      assertEquals(2, images(again));
    }
  }

  @Test
  void aFileThatDoesNotBeginAsOursDoIsNotTakenForAnEmptyOne() throws IOException {
    PullJournal journal = open(0);
    journal.record(APP, PullClass.IMAGE, NOON);
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < 16; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      Files.write(file, damaged);
      StoreDamagedException refused = assertThrows(StoreDamagedException.class, () -> open(0));
      assertTrue(String.valueOf(refused.getMessage()).contains("0000000001.log"));
      assertEquals(file, onlyFile());
    }
  }

  @Test
  void filesOfOthersInTheFolderAreLeftAlone() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.writeString(folder.resolve("17.log"), "mine");
    try (FilePullJournal journal = open(0)) {
      journal.record(APP, PullClass.IMAGE, NOON);
      assertEquals(1, images(journal));
    }
    assertEquals("mine", Files.readString(folder.resolve("17.log")));
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      return all.getFirst();
    }
  }
}
