package dev.orlop.atproto.limits;

/** Port: keeps the buckets of callers. Safe for many threads; never throws. */
@FunctionalInterface
public interface RateCounter {
  /**
   * Takes a call out of somebody's bucket, if there is one in it.
   *
   * @param who by any name that is theirs alone
   */
  Standing count(String who, RateLimit limit);
}
