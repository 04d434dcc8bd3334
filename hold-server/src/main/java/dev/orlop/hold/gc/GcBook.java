package dev.orlop.hold.gc;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pages of lines that outlive the process: where a collector is, so that another one can go on. Of
 * several processes that serve one store only who has the book alone writes into it. Safe for use
 * by several threads.
 */
public interface GcBook {
  /** What there is a page for. */
  enum Page {
    /** The candidates of the last survey. */
    CANDIDATES,
    /** The run that goes on. */
    RUN
  }

  /** The book is the caller's alone until this is closed. */
  interface Alone extends AutoCloseable {
    @Override
    void close();
  }

  /** Has the book to oneself; empty if another process has it. */
  Optional<Alone> tryAlone();

  /** All lines of a page, none if there is no such page; to be closed. */
  Stream<String> lines(Page page);

  /** The last line of a page. */
  Optional<String> last(Page page);

  /**
   * Adds lines to a page, which begins with them if it is not there; they outlive the process when
   * this returns.
   *
   * @param lines each with its end
   * @param force whether they must be on disk, too
   */
  void append(Page page, String lines, boolean force);

  /** Cuts off what a crash left of a line. */
  void mend(Page page);

  /** Removes a page; nothing happens if there is none. */
  void remove(Page page);

  /** Begins to write a page anew. */
  Draft rewrite(Page page);

  /** A page that is written anew: nobody sees it before it is finished, and then all of it. */
  interface Draft extends AutoCloseable {
    /** Adds lines, each with its end. */
    void append(String lines);

    /** Puts it in the place of the page that was there; on disk when this returns. */
    void finish();

    @Override
    void close();
  }
}
