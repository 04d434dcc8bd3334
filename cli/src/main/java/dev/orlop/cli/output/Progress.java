package dev.orlop.cli.output;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Progress of long work on stderr: a bar redrawn in place on a terminal, nothing elsewhere; plain
 * notes appear in both. Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {
  private static final int BAR_WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintStream err;
  private final boolean bar;
  private final String label;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong total = new AtomicLong();
  private final long started = System.nanoTime();
  private final AtomicLong drawn = new AtomicLong(started - REDRAW_NANOS);

  /** Starts a bar counting bytes; {@code label} stands before it. */
  public Progress(Console console, String label, long totalBytes) {
    this.err = console.err();
    // A bar is drawn with escape sequences only in the sense of \r and "erase line".
    this.bar = console.errIsTerminal() && !"dumb".equals(console.environment().get("TERM"));
    this.label = label;
    this.total.set(totalBytes);
  }

  /** Counts bytes as done. */
  public void add(long bytes) {
    done.addAndGet(bytes);
    long now = System.nanoTime();
    long last = drawn.get();
    if (bar && now - last >= REDRAW_NANOS && drawn.compareAndSet(last, now)) {
      draw(now);
    }
  }

  /** More work than was known at the start. */
  public void expect(long bytes) {
    total.addAndGet(bytes);
  }

  /** A line that stays, above the bar. */
  public synchronized void note(String line) {
    erase();
    err.println(Table.plain(line));
    err.flush();
  }

  /** Removes the bar. */
  @Override
  public synchronized void close() {
    erase();
    err.flush();
  }

  private void erase() {
    if (bar) {
      err.print("\r\033[K");
    }
  }

  private synchronized void draw(long now) {
    long count = done.get();
    long all = Math.max(total.get(), count);
    double share = all == 0 ? 1 : (double) count / all;
    int filled = (int) (share * BAR_WIDTH);
    double seconds = Math.max(1e-9, (now - started) / 1e9);
    err.print(
        "\r%s [%s%s] %3d%%  %s of %s  %s/s\033[K"
            .formatted(
                label,
                "=".repeat(filled),
                " ".repeat(BAR_WIDTH - filled),
                (int) (share * 100),
                Bytes.text(count),
                Bytes.text(all),
                Bytes.text((long) (count / seconds))));
    err.flush();
  }
}
