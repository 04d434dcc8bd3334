package dev.orlop.appview.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Port: where failed sign-ins are counted. Safe for many threads; never throws. */
public interface FailureStore {
  /** After so long without a failure all is forgotten. */
  Duration MEMORY = Duration.ofMinutes(15);

  /**
   * Failures that follow on each other.
   *
   * @param last when the last of them was
   */
  record Failures(int count, Instant last) {}

  /** Those of a key, unless they are forgotten. */
  Optional<Failures> find(String key);

  /** One more, now. */
  void add(String key);

  /** They are made good. */
  void forget(String key);
}
