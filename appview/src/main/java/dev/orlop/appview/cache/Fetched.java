package dev.orlop.appview.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a source says.
 *
 * @param <V> what it was asked for
 */
public sealed interface Fetched<V> {
  /** This is it. */
  record Found<V>(V value) implements Fetched<V> {}

  /** The source decides, and says that there is none. */
  record Absent<V>() implements Fetched<V> {}

  /**
   * It could not be asked, or did not answer as it should.
   *
   * @param reason one sentence that may be shown
   * @param pause after which it is worth trying again
   */
  record Unavailable<V>(String reason, Duration pause) implements Fetched<V> {}

  /** The value, when found. */
  default Optional<V> found() {
    return this instanceof Found<V>(V value) ? Optional.of(value) : Optional.empty();
  }

  /** Goes on with what was found. */
  default <R> Fetched<R> then(Function<? super V, Fetched<R>> next) {
    return switch (this) {
      case Found<V>(V value) -> next.apply(value);
      case Absent<V>() -> new Absent<>();
      case Unavailable<V>(String reason, Duration pause) -> new Unavailable<>(reason, pause);
    };
  }

  /** The same with what was found turned into something else. */
  default <R> Fetched<R> map(Function<? super V, R> change) {
    return then(value -> new Found<>(change.apply(value)));
  }

  /** What to make of it where "there is none" is a value, too. */
  default Fetched<V> orElse(V none) {
    return this instanceof Absent<V> ? new Found<>(none) : this;
  }
}
