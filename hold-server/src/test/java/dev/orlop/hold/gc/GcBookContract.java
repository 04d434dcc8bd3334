package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.gc.GcBook.Page;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a book is to a collector, wherever it is kept. */
abstract class GcBookContract {
  /** Opens it as the next process does, whatever the one before was doing. */
  abstract GcBook open();

  static GcBook.Alone take(GcBook book) {
    return book.tryAlone().orElseThrow();
  }

  static List<String> lines(GcBook book, Page page) {
    try (Stream<String> lines = book.lines(page)) {
      return lines.toList();
    }
  }

  @Test
  void whatWasAddedOutlivesTheProcessInOrder() {
    GcBook book = open();
    assertEquals(List.of(), lines(book, Page.RUN));
    assertEquals(Optional.empty(), book.last(Page.RUN));
    try (GcBook.Alone _ = take(book)) {
      book.append(Page.RUN, "one\ntwo\n", false);
      book.append(Page.RUN, "three\n", true);
    }
    GcBook again = open();
    assertEquals(List.of("one", "two", "three"), lines(again, Page.RUN));
    assertEquals(Optional.of("three"), again.last(Page.RUN));
    assertEquals(List.of(), lines(again, Page.CANDIDATES));
    try (GcBook.Alone _ = take(again)) {
      again.mend(Page.RUN);
      again.append(Page.RUN, "four\n", true);
      assertEquals(List.of("one", "two", "three", "four"), lines(open(), Page.RUN));
      again.remove(Page.RUN);
      again.remove(Page.RUN);
    }
    assertEquals(List.of(), lines(open(), Page.RUN));
  }

  @Test
  void aPageThatIsWrittenAnewIsSeenWholeOrNotAtAll() {
    GcBook book = open();
    try (GcBook.Alone _ = take(book)) {
      for (String edition : List.of("a", "b")) {
        try (GcBook.Draft draft = book.rewrite(Page.CANDIDATES)) {
          draft.append(edition + "1\n" + edition + "2\n");
          draft.append(edition + "3\n");
          if (edition.equals("b")) {
            assertEquals(List.of("a1", "a2", "a3"), lines(open(), Page.CANDIDATES));
          }
          draft.finish();
        }
      }
      assertEquals(List.of("b1", "b2", "b3"), lines(open(), Page.CANDIDATES));
      assertEquals(Optional.of("b3"), open().last(Page.CANDIDATES));
      // Cut off: the next one begins with nothing of it.
      try (GcBook.Draft draft = book.rewrite(Page.CANDIDATES)) {
        draft.append("lost\n");
      }
      try (GcBook.Draft draft = book.rewrite(Page.CANDIDATES)) {
        draft.append("c1\n");
        assertEquals(List.of("b1", "b2", "b3"), lines(open(), Page.CANDIDATES));
        draft.finish();
      }
    }
    assertEquals(List.of("c1"), lines(open(), Page.CANDIDATES));
  }

  @Test
  void whoReadsAPageWhileItIsReplacedGetsNothingOfTheNextOne() {
    GcBook book = open();
    List<String> old = IntStream.range(0, 200).mapToObj(i -> "old " + i).toList();
    try (GcBook.Alone _ = take(book)) {
      try (GcBook.Draft draft = book.rewrite(Page.CANDIDATES)) {
        old.forEach(line -> draft.append(line + "\n"));
        draft.finish();
      }
      try (Stream<String> reading = book.lines(Page.CANDIDATES);
          GcBook.Draft draft = book.rewrite(Page.CANDIDATES)) {
        // As a survey does: the old ones are read while the next are written.
        reading.forEach(line -> draft.append("new after " + line + "\n"));
        draft.finish();
      }
      List<String> now = lines(book, Page.CANDIDATES);
      assertEquals(200, now.size());
      assertTrue(now.stream().allMatch(line -> line.startsWith("new after old")));
    }
  }
}
