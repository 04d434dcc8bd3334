package dev.orlop.appview.pds;

import java.time.Duration;
import java.util.function.Function;

/**
 * What one server answers.
 *
 * @param <T> what it was asked for
 */
sealed interface Reply<T> {
  /** That. */
  record Got<T>(T value) implements Reply<T> {}

  /** It has the repo, and not what was asked for. */
  record NotThere<T>() implements Reply<T> {}

  /** It does not have the repo. */
  record NoRepo<T>() implements Reply<T> {}

  /** It has the repo and must not show it. */
  record Hidden<T>() implements Reply<T> {}

  /** No answer, or none that makes sense. */
  record Down<T>(Outage outage) implements Reply<T> {}

  /**
   * What is wrong.
   *
   * @param reason one sentence that may be shown
   * @param pause after which it is worth trying again
   * @param scope what else would end in the same way
   */
  record Outage(String reason, Duration pause, Scope scope) {
    private static final Duration FAULT_PAUSE = Duration.ofSeconds(60);

    /** An answer that will hardly be a better one in a moment. */
    static <T> Reply<T> fault(String reason) {
      return new Down<>(new Outage(reason, FAULT_PAUSE, Scope.QUESTION));
    }
  }

  /** How far an outage reaches. */
  enum Scope {
    /** This question alone. */
    QUESTION,
    /**
     * All questions about this repo. Who has a repo can make answers about it too large or too slow
     * to be read; that must not cut off the others at the same server.
     */
    REPO,
    /** All questions to this server, which said so itself. */
    SERVER
  }

  /** Goes on with what was got. */
  default <R> Reply<R> then(Function<? super T, Reply<R>> next) {
    return switch (this) {
      case Got<T>(T value) -> next.apply(value);
      case NotThere<T>() -> new NotThere<>();
      case NoRepo<T>() -> new NoRepo<>();
      case Hidden<T>() -> new Hidden<>();
      case Down<T>(Outage outage) -> new Down<>(outage);
    };
  }
}
