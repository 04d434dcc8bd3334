package dev.orlop.hold.gc;

import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.NoteTable;
import dev.orlop.hold.store.sql.SharedLocks;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A book in a database, of all processes on it. Who has it alone has a lock, which goes with the
 * process, and has signed for it: what is written by one who lost the lock and does not know it is
 * refused once another has signed.
 */
public final class TableBook implements GcBook {
  private final NoteTable table;
  private final SharedLocks locks;

  /**
   * In a database whose tables are there.
   *
   * @param locks by which processes keep out of each other's way
   */
  public TableBook(Database database, SharedLocks locks) {
    this.table = new NoteTable(database);
    this.locks = locks;
  }

  @Override
  public Optional<Alone> tryAlone() {
    Optional<SharedLocks.Held> held = locks.tryTake(SharedLocks.Kind.COLLECTOR, 0);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    try {
      table.sign();
      return Optional.of(held.get()::close);
    } catch (RuntimeException e) {
      held.get().close();
      throw e;
    }
  }

  private static String name(Page page) {
    return page.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Stream<String> lines(Page page) {
    return table.chunks(name(page)).flatMap(String::lines);
  }

  @Override
  public Optional<String> last(Page page) {
    return table.last(name(page)).flatMap(chunk -> chunk.lines().reduce((_, last) -> last));
  }

  /** All that is committed is on disk. */
  @Override
  public void append(Page page, String lines, boolean force) {
    table.append(name(page), lines);
  }

  /** A line is there or not. */
  @Override
  public void mend(Page page) {}

  @Override
  public void remove(Page page) {
    table.remove(name(page));
  }

  @Override
  public Draft rewrite(Page page) {
    NoteTable.Draft draft = table.rewrite(name(page));
    return new TableDraft(draft);
  }

  private record TableDraft(NoteTable.Draft draft) implements Draft {
    @Override
    public void append(String lines) {
      draft.append(lines);
    }

    @Override
    public void finish() {
      draft.finish();
    }

    /** What was not finished goes with the next one that is. */
    @Override
    public void close() {}
  }
}
