package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The journal of the run that goes on: what it is, then batch by batch what is about to go ({@code
 * + digest size}), and that the batch is done ({@code =}, and the digests of what stayed). A batch
 * is on disk before anything of it goes.
 */
final class RunJournal {
  private final GcBook book;
  private final RunHead head;

  private RunJournal(GcBook book, RunHead head) {
    this.book = book;
    this.head = head;
  }

  static RunJournal begin(GcBook book, RunHead head) {
    book.remove(GcBook.Page.RUN);
    book.append(GcBook.Page.RUN, head.line(), false);
    return new RunJournal(book, head);
  }

  /** The run that was cut off, if one was. One that had announced nothing is none. */
  static Optional<RunJournal> resume(GcBook book) {
    // A crash may have cut the last line off; what it would say did not happen.
    book.mend(GcBook.Page.RUN);
    try (Stream<String> lines = book.lines(GcBook.Page.RUN)) {
      Optional<RunJournal> cut =
          lines.findFirst().map(line -> new RunJournal(book, RunHead.of(line.strip())));
      if (cut.isEmpty()) {
        book.remove(GcBook.Page.RUN);
      }
      return cut;
    }
  }

  RunHead head() {
    return head;
  }

  /** Says what is about to go; on disk when the call returns. */
  void announce(List<StoredBlob> batch) {
    StringBuilder lines = new StringBuilder();
    batch.forEach(blob -> lines.append("+ %s %d\n".formatted(blob.digest(), blob.size())));
    book.append(GcBook.Page.RUN, lines.toString(), true);
  }

  /** Says that the batch is done, and what of it stayed. */
  void done(Collection<Digest> stayed) {
    StringBuilder line = new StringBuilder("=");
    stayed.forEach(digest -> line.append(' ').append(digest));
    book.append(GcBook.Page.RUN, line.append('\n').toString(), false);
  }

  /** What was announced and is not said to be done. */
  List<StoredBlob> unfinished() {
    return forEachBatch(_ -> {});
  }

  /** Gives all that went, in the order in which it did. */
  void forEachGone(Consumer<StoredBlob> action) {
    List<StoredBlob> unfinished = forEachBatch(batch -> batch.forEach(action));
    if (!unfinished.isEmpty()) {
      throw new IllegalStateException("a run is reported that is not over");
    }
  }

  private List<StoredBlob> forEachBatch(Consumer<List<StoredBlob>> action) {
    List<StoredBlob> batch = new ArrayList<>();
    try (Stream<String> lines = book.lines(GcBook.Page.RUN)) {
      Iterator<String> all = lines.iterator();
      while (all.hasNext()) {
        String[] parts = all.next().split(" ", -1);
        switch (parts[0]) {
          case "+" -> batch.add(new StoredBlob(Digest.parse(parts[1]), Long.parseLong(parts[2])));
          case "=" -> {
            Set<String> stayed = Set.of(Arrays.copyOfRange(parts, 1, parts.length));
            batch.removeIf(blob -> stayed.contains(blob.digest().toString()));
            action.accept(List.copyOf(batch));
            batch.clear();
          }
          default -> {
            // The first line.
          }
        }
      }
    }
    return batch;
  }

  /** The run is over and has its receipt. */
  void remove() {
    book.remove(GcBook.Page.RUN);
  }
}
