package dev.orlop.hold.pds;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A question that many ask at once: those who come while it is being asked are answered by one more
 * asking, together. So nobody gets an answer that was on its way before they came. Safe for use by
 * several threads; the question must not ask itself.
 */
final class SharedAnswer<T> {
  private final Supplier<T> question;

  /** Who comes now is of it. Guarded by this. */
  private Round<T> gathering = new Round<>(CompletableFuture.completedFuture(true));

  SharedAnswer(Supplier<T> question) {
    this.question = question;
  }

  /** Those who get one answer. */
  private static final class Round<T> {
    final CompletableFuture<?> before;
    final CompletableFuture<T> answer = new CompletableFuture<>();

    /** Guarded by the question. */
    boolean isLed;

    Round(CompletableFuture<?> before) {
      this.before = before;
    }
  }

  /** The answer to a question that was not asked yet when this was called. */
  T get() {
    Round<T> mine;
    boolean leads;
    synchronized (this) {
      mine = gathering;
      leads = !mine.isLed;
      mine.isLed = true;
    }
    if (leads) {
      lead(mine);
    }
    try {
      return mine.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Whoever comes first waits for the round before, asks, and wakes the others. */
  private void lead(Round<T> mine) {
    // However it ended.
    Object unused = mine.before.handle((_, _) -> true).join();
    synchronized (this) {
      gathering = new Round<>(mine.answer);
    }
    try {
      mine.answer.complete(question.get());
    } catch (RuntimeException | Error e) {
      mine.answer.completeExceptionally(e);
    }
  }
}
