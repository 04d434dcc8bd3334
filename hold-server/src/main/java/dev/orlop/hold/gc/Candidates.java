package dev.orlop.hold.gc;

import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The candidates of the last survey, a line each in the order of their digests, and a last line
 * that says when it was.
 */
final class Candidates {
  private static final int FLUSH_CHARS = 64 << 10;
  private static final String END = "surveyed ";

  private final GcBook book;

  Candidates(GcBook book) {
    this.book = book;
  }

  /** The last survey. */
  record Surveyed(Instant at, Survey.Totals totals) {
    private String line() {
      return END
          + at.toEpochMilli()
          + " %d %d %d %d\n"
              .formatted(totals.blobs(), totals.bytes(), totals.free(), totals.freeBytes());
    }

    private static Surveyed of(String line) {
      String[] parts = line.split(" ", -1);
      return new Surveyed(
          Instant.ofEpochMilli(Long.parseLong(parts[1])),
          new Survey.Totals(
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3]),
              Long.parseLong(parts[4]),
              Long.parseLong(parts[5])));
    }
  }

  /** What its last line says; empty if there was no survey yet. */
  Optional<Surveyed> surveyed() {
    return book.last(GcBook.Page.CANDIDATES).filter(line -> line.startsWith(END)).map(Surveyed::of);
  }

  /** Reads them one by one. */
  Reading read() {
    return new Reading(book.lines(GcBook.Page.CANDIDATES));
  }

  /** Candidates as they were written; none if there was no survey. */
  static final class Reading implements AutoCloseable {
    private final Stream<String> lines;
    private final Iterator<Candidate> candidates;

    private Reading(Stream<String> lines) {
      this.lines = lines;
      this.candidates = lines.filter(line -> !line.startsWith(END)).map(Candidate::of).iterator();
    }

    Iterator<Candidate> candidates() {
      return candidates;
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  /** Begins to write the next ones. */
  Writing write() {
    return new Writing(book.rewrite(GcBook.Page.CANDIDATES));
  }

  /** The next candidates, which replace those before at once, at the end. */
  static final class Writing implements AutoCloseable {
    private final GcBook.Draft draft;
    private final StringBuilder lines = new StringBuilder();

    private Writing(GcBook.Draft draft) {
      this.draft = draft;
    }

    void add(Candidate candidate) {
      lines.append(candidate.line());
      if (lines.length() >= FLUSH_CHARS) {
        flush();
      }
    }

    private void flush() {
      draft.append(lines.toString());
      lines.setLength(0);
    }

    void finish(Surveyed surveyed) {
      lines.append(surveyed.line());
      flush();
      draft.finish();
    }

    @Override
    public void close() {
      draft.close();
    }
  }
}
