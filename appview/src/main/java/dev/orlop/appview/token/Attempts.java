package dev.orlop.appview.token;

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

  private static final int MAX_DOUBLINGS = 10;

  private final FailureStore store;
  private final InstantSource clock;

  Attempts(FailureStore store, InstantSource clock) {
    this.store = store;
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
    store.find(key).filter(known -> known.count() >= free).ifPresent(known -> wait(known, free));
  }

  private void wait(FailureStore.Failures known, int free) {
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

  void failed(String address, String name) {
    store.add(key(address, name));
    store.add(address);
  }

  /** An address stays as it is: whoever has one account of their own must not clear it. */
  void succeeded(String address, String name) {
    store.forget(key(address, name));
  }

  private static String key(String address, String name) {
    return address + "\n" + name;
  }
}
