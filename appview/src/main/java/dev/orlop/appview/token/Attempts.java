package dev.orlop.appview.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Counts failed sign-ins. After a few for one name from one address, the next from there must wait,
 * each time twice as long; and so must an address that fails with many names. Others can still sign
 * in under that name.
 */
final class Attempts {
  /** Wrong passwords in a row that cost nothing: people mistype. */
  static final int FREE = 5;

  /** The same for an address, behind which there may be many people. */
  static final int FREE_OF_ADDRESS = 100;

  static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** After so long without a failure all is forgotten. */
  private static final Duration MEMORY = Duration.ofMinutes(15);

  private static final int MAX_KEYS = 100_000;
  private static final int MAX_DOUBLINGS = 10;

  private record Failures(int count, Instant last) {}

  private final InstantSource clock;
  private final Cache<String, Failures> failures =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).build();

  Attempts(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Lets a sign-in be tried.
   *
   * @throws OciException TOOMANYREQUESTS if it is too early
   */
  void require(String address, String name) {
    require(key(address, name), FREE);
    require(address, FREE_OF_ADDRESS);
  }

  private void require(String key, int free) {
    Failures known = failures.getIfPresent(key);
    if (known == null || known.count() < free || isOver(known)) {
      return;
    }
    int doublings = Math.min(known.count() - free, MAX_DOUBLINGS);
    Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
    Instant until = known.last().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    Duration left = Duration.between(clock.instant(), until);
    if (left.isPositive()) {
      throw OciError.TOOMANYREQUESTS
          .exception("too many failed sign-ins; try again later")
          .retryAfter(left.plusSeconds(1));
    }
  }

  private boolean isOver(Failures known) {
    return !clock.instant().isBefore(known.last().plus(MEMORY));
  }

  void failed(String address, String name) {
    count(key(address, name));
    count(address);
  }

  private void count(String key) {
    failures
        .asMap()
        .compute(
            key,
            (_, known) ->
                new Failures(
                    known == null || isOver(known) ? 1 : known.count() + 1, clock.instant()));
  }

  /** An address stays as it is: whoever has one account of their own must not clear it. */
  void succeeded(String address, String name) {
    failures.invalidate(key(address, name));
  }

  private static String key(String address, String name) {
    return address + "\n" + name;
  }
}
