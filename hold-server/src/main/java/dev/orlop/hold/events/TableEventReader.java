package dev.orlop.hold.events;

import dev.orlop.hold.store.sql.EventTable;
import java.util.List;
import java.util.Optional;

/** A place in the window, or in the table. */
final class TableEventReader extends WindowReader {
  private final EventTable table;

  TableEventReader(TableEventLog log, long cursor) {
    super(log, cursor);
    this.table = log.table();
  }

  @Override
  void enteredWindow() {
    // Nothing is kept of the table.
  }

  @Override
  Optional<Read> readBehind(long known) {
    // First what there is, then what is kept: events may go in between.
    List<EventTable.Row> rows = table.after(cursor());
    if (fellBehind()) {
      return Optional.of(FELL_BEHIND);
    }
    if (rows.isEmpty()) {
      // What was between is forgotten.
      moveTo(Math.max(cursor(), known));
      return Optional.of(UP_TO_DATE);
    }
    Chunk found = Batch.of(cursor(), rows).chunk();
    moveTo(found.last());
    return Optional.of(new Read.Messages(List.of(new Slice(found.wire(), 0, found.wire().length))));
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
