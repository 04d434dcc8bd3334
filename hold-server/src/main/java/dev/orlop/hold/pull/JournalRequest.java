package dev.orlop.hold.pull;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What one thread asks of the journal's thread, and waits for. */
final class JournalRequest {
  /** What is asked for. */
  sealed interface Wish {
    /** This pull on disk. */
    record Keep(Pull pull) implements Wish {}

    /** That the open generation ends and this file is the next. */
    record Rotate(JournalFile next) implements Wish {}
  }

  private final Wish wish;
  private final Thread waiter = Thread.currentThread();
  private volatile boolean done;
  private volatile @Nullable Throwable failure;

  JournalRequest(Wish wish) {
    this.wish = wish;
  }

  Wish wish() {
    return wish;
  }

  void succeed() {
    done = true;
    LockSupport.unpark(waiter);
  }

  void fail(Throwable why) {
    failure = why;
    succeed();
  }

  boolean isDone() {
    return done;
  }

  void await() {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      // The pull may be on disk already: to give up here would be to lie either way.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable why = failure;
    if (why != null) {
      throw new PullNotRecordedException(why);
    }
  }
}
