package dev.orlop.atproto.identity;

import java.util.Optional;
import java.util.function.Function;

/**
 * What came of looking something up.
 *
 * @param <T> what was looked for
 */
public sealed interface Resolution<T> {
  /** It is there. */
  record Found<T>(T value) implements Resolution<T> {}

  /** Whoever decides says there is none. */
  record NotFound<T>() implements Resolution<T> {}

  /**
   * It could not be found out. Another time it may.
   *
   * @param reason for the log and the operator
   * @param contradictory whether the answer came and contradicts itself, which no other source may
   *     make good; otherwise none came
   */
  record Failed<T>(String reason, boolean contradictory) implements Resolution<T> {
    /** No answer came. */
    public Failed(String reason) {
      this(reason, false);
    }
  }

  /** The value, when found. */
  default Optional<T> found() {
    return this instanceof Found<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** The same outcome with what was found replaced. */
  default <R> Resolution<R> then(Function<T, Resolution<R>> next) {
    return switch (this) {
      case Found<T>(T value) -> next.apply(value);
      case NotFound<T>() -> new NotFound<>();
      case Failed<T>(String reason, boolean contradictory) -> new Failed<>(reason, contradictory);
    };
  }
}
