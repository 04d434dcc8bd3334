package dev.orlop.appview.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.Optional;

/** Failures in this process, of a bounded number of keys. */
public final class MemoryFailures implements FailureStore {
  private static final int MAX_KEYS = 100_000;

  private final InstantSource clock;
  private final Cache<String, Failures> failures =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).build();

  /** None yet. */
  public MemoryFailures(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Failures> find(String key) {
    return Optional.ofNullable(failures.getIfPresent(key)).filter(known -> !isOver(known));
  }

  private boolean isOver(Failures known) {
    return !clock.instant().isBefore(known.last().plus(MEMORY));
  }

  @Override
  public void add(String key) {
    failures
        .asMap()
        .compute(
            key,
            (_, known) ->
                new Failures(
                    known == null || isOver(known) ? 1 : known.count() + 1, clock.instant()));
  }

  @Override
  public void forget(String key) {
    failures.invalidate(key);
  }
}
