package dev.orlop.hold.store.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFileTest {
  private static final byte[] KEY = {0, 0, 0, 1, 'k'};
  private static final byte[] VALUE = {5};

  @TempDir Path folder;

  private static void note(IndexFile file) {
    file.map(Table.MARK).put(KEY, VALUE);
  }

  @Test
  void aFileThatEndedRefusesAndDoesNotHang() {
    try (MvRepoIndex index = MvRepoIndex.openFile(folder)) {
      // As after a write that the disk refused: closed, and not by us.
      index.file().store().closeImmediately();
      assertThrows(StoreFailedException.class, index::lastSeq);
      assertThrows(StoreFailedException.class, () -> index.heads(Optional.empty(), 10));
    }
    // What ended may contradict itself, so it counts as not closed.
    assertTrue(Files.exists(folder.resolve("in-use")));
    try (MvRepoIndex index = MvRepoIndex.openFile(folder)) {
      assertEquals(0, index.lastSeq());
    }
  }

  @Test
  void aWriteThatCannotBeTakenBackEndsTheIndex() {
    try (MvRepoIndex index = MvRepoIndex.openFile(folder)) {
      note(index.file());
      index
          .file()
          .requireUndone(
              () -> {
                throw new IllegalStateException("no");
              });
      assertThrows(StoreFailedException.class, index::lastSeq);
    }
    try (IndexFile file = IndexFile.open(folder)) {
      assertNull(file.map(Table.MARK).get(KEY));
    }
  }

  @Test
  void aClosedIndexStaysClosed() {
    MvRepoIndex index = MvRepoIndex.openFile(folder);
    index.close();
    assertThrows(StoreFailedException.class, index::lastSeq);
  }

  @Test
  void whatIsOpenElsewhereIsNotMovedAside() throws IOException {
    try (IndexFile file = IndexFile.open(folder)) {
      note(file);
      Files.delete(folder.resolve("in-use"));
      assertThrows(StoreFailedException.class, () -> IndexFile.open(folder));
      assertArrayEquals(VALUE, file.map(Table.MARK).get(KEY));
    }
  }

  @Test
  void whatWasClosedIsTakenUpAgainAndWhatWasNotIsMadeAnew() throws IOException {
    Path open = folder.resolve("open");
    Path killed = Files.createDirectory(folder.resolve("killed"));
    try (IndexFile file = IndexFile.open(open)) {
      note(file);
    }
    try (IndexFile file = IndexFile.open(open);
        Stream<Path> files = Files.list(open)) {
      assertArrayEquals(VALUE, file.map(Table.MARK).get(KEY));
      for (Path each : files.toList()) {
        Files.copy(each, killed.resolve(each.getFileName()));
      }
    }
    try (IndexFile file = IndexFile.open(killed)) {
      assertNull(file.map(Table.MARK).get(KEY));
    }
  }

  @Test
  void anIndexOfAnotherVersionIsMadeAnew() throws IOException {
    try (MVStore other = MVStore.open(folder.resolve("index.mv.db").toString())) {
      other.openMap("table.0").put("a", "b");
    }
    try (IndexFile file = IndexFile.open(folder)) {
      assertEquals(IndexFile.VERSION, file.store().getStoreVersion());
      assertEquals(Table.values().length, file.store().getMapNames().size());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }
}
