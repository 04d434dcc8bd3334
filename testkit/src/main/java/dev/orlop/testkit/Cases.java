package dev.orlop.testkit;

import java.util.SplittableRandom;

/**
 * Property tests: the same body, many times, each with its own seeded source of randomness.
 *
 * <p>Seeds are fixed, so a red build is red again on the next run. A failure names its seed; {@code
 * -Dorlop.seed=N} runs that case alone, and {@code -Dorlop.cases=N} runs more of them.
 */
public final class Cases {
  private Cases() {}

  /** One round of a property. */
  @FunctionalInterface
  public interface Body {
    /** Runs the round; anything thrown is a failure. */
    void run(SplittableRandom random) throws Exception;
  }

  /** Runs {@code body} {@code count} times, with seeds 1 to {@code count}. */
  public static void run(int count, Body body) {
    Long only = Long.getLong("orlop.seed");
    if (only != null) {
      runOne(only, body);
      return;
    }
    int rounds = Integer.getInteger("orlop.cases", count);
    for (long seed = 1; seed <= rounds; seed++) {
      runOne(seed, body);
    }
  }

  private static void runOne(long seed, Body body) {
    try {
      body.run(new SplittableRandom(seed));
    } catch (Throwable failure) {
      throw new AssertionError(
          "case with seed " + seed + " failed (again: -Dorlop.seed=" + seed + "): " + failure,
          failure);
    }
  }
}
