package dev.orlop.hold.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Claims of a process that is alone. */
public final class MemoryClaims implements Claims {
  /** At so many, those that are over are taken out. */
  private static final int MANY = 10_000;

  private final InstantSource clock;
  private final Map<String, Instant> until = new ConcurrentHashMap<>();

  /** Nothing is claimed. */
  public MemoryClaims(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public boolean take(String name, Duration life) {
    Instant now = clock.instant();
    if (until.size() >= MANY) {
      until.values().removeIf(end -> !now.isBefore(end));
    }
    Instant mine = now.plus(life);
    boolean[] taken = {false};
    until.compute(
        name,
        (_, known) -> {
          taken[0] = known == null || !now.isBefore(known);
          return taken[0] ? mine : known;
        });
    return taken[0];
  }

  @Override
  public void release(String name) {
    until.remove(name);
  }
}
