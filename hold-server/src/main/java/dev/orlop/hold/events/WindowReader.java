package dev.orlop.hold.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the window, or in what lies behind it. */
abstract class WindowReader implements EventReader {
  /** What is handed out at once, roughly. */
  static final int MAX_BYTES = 256 << 10;

  static final Read UP_TO_DATE = new Read.UpToDate();
  static final Read FELL_BEHIND = new Read.FellBehind();

  private final FollowedLog log;
  private long cursor;
  private boolean begun;

  WindowReader(FollowedLog log, long cursor) {
    this.log = log;
    this.cursor = cursor;
  }

  @Override
  public final long cursor() {
    return cursor;
  }

  final void moveTo(long seq) {
    cursor = seq;
  }

  @Override
  public final Read read() {
    while (true) {
      Optional<Chunk> chunk = log.window().after(cursor);
      if (chunk.isPresent()) {
        enteredWindow();
        begun = true;
        return fromWindow(chunk.get());
      }
      long known = log.heardSeq();
      if (cursor >= known) {
        return UP_TO_DATE;
      }
      Optional<Read> found = readBehind(known);
      if (found.isPresent()) {
        return found.get();
      }
    }
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

  /**
   * Whether what comes next may be missing: who begins takes what there is, who has begun must not
   * miss anything. Who is not told so has begun.
   */
  final boolean fellBehind() {
    if (begun && cursor < log.floor()) {
      return true;
    }
    begun = true;
    return false;
  }

  /** The window has what comes next: nothing else is needed any more. */
  abstract void enteredWindow();

  /**
   * Reads what the window does not have, and moves the cursor.
   *
   * @param known the last event there is
   * @return what came of it; empty to go on from where the cursor is now
   */
  abstract Optional<Read> readBehind(long known);

  @Override
  public final void await(Duration most) throws InterruptedException {
    log.waiters().await(() -> cursor < log.heardSeq(), most.toNanos());
  }
}
