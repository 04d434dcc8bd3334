package dev.orlop.hold.events;

import dev.orlop.hold.store.sql.EventTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the window, or in the table. */
final class TableEventReader implements EventReader {
  /** What is handed out at once, roughly. */
  private static final int MAX_BYTES = 256 << 10;

  private static final Read UP_TO_DATE = new Read.UpToDate();
  private static final Read FELL_BEHIND = new Read.FellBehind();

  private final TableEventLog log;
  private long cursor;
  private boolean begun;

  TableEventReader(TableEventLog log, long cursor) {
    this.log = log;
    this.cursor = cursor;
  }

  @Override
  public long cursor() {
    return cursor;
  }

  @Override
  public Read read() {
    Optional<Chunk> chunk = log.window().after(cursor);
    if (chunk.isPresent()) {
      begun = true;
      return fromWindow(chunk.get());
    }
    if (cursor >= log.heardSeq()) {
      return UP_TO_DATE;
    }
    // First what there is, then what is kept: events may go in between.
    List<EventTable.Row> rows = log.table().after(cursor);
    // Who begins takes what there is; who has begun must not miss anything.
    if (begun && cursor < log.floor()) {
      return FELL_BEHIND;
    }
    begun = true;
    if (rows.isEmpty()) {
      // What was between is forgotten.
      cursor = Math.max(cursor, log.heardSeq());
      return UP_TO_DATE;
    }
    Chunk found = Batch.of(cursor, rows).chunk();
    cursor = found.last();
    return new Read.Messages(List.of(new Slice(found.wire(), 0, found.wire().length)));
  }

  private Read fromWindow(Chunk first) {
    List<Slice> parts = new ArrayList<>();
    int bytes = 0;
    Optional<Chunk> next = Optional.of(first);
    while (next.isPresent() && bytes < MAX_BYTES) {
      Slice part = next.get().after(cursor);
      parts.add(part);
      bytes += part.length();
      cursor = next.get().last();
      next = log.window().after(cursor);
    }
    return new Read.Messages(parts);
  }

  @Override
  public void await(Duration most) throws InterruptedException {
    log.waiters().await(() -> cursor < log.heardSeq(), most.toNanos());
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
