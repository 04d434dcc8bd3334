package dev.orlop.appview.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Of many threads that want the same at once, one gets it, and the others wait for that.
 *
 * @param <K> what is wanted
 * @param <V> what is got
 */
public final class Flights<K, V> {
  private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

  /** A question on its way. */
  public static final class Flight<V> {
    private final CompletableFuture<V> landed = new CompletableFuture<>();
    private volatile boolean outdated;

    private Flight() {}

    /** Whether there is news that its answer may not know of. */
    public boolean isOutdated() {
      return outdated;
    }

    private V await() {
      try {
        return landed.join();
      } catch (CompletionException e) {
        switch (e.getCause()) {
          case RuntimeException thrown -> throw thrown;
          case Error thrown -> throw thrown;
          case null, default -> throw e;
        }
      }
    }
  }

  /**
   * The answer of a flight that is on its way, or else of a new one.
   *
   * @throws RuntimeException what {@code work} throws, to all who wait
   */
  public V join(K key, Function<Flight<V>, V> work) {
    Flight<V> mine = new Flight<>();
    Flight<V> other = flights.putIfAbsent(key, mine);
    if (other == null) {
      fly(key, mine, work);
    }
    return (other == null ? mine : other).await();
  }

  /** Starts a flight that nobody waits for, unless one is on its way. */
  public void start(K key, Executor executor, Function<Flight<V>, V> work) {
    Flight<V> mine = new Flight<>();
    if (flights.putIfAbsent(key, mine) != null) {
      return;
    }
    try {
      executor.execute(
          () -> {
            fly(key, mine, work);
            // Nobody else may be there to hear of what went wrong.
            mine.await();
          });
    } catch (RuntimeException e) {
      flights.remove(key, mine);
      mine.landed.completeExceptionally(e);
      throw e;
    }
  }

  /** There is news about a key: who asks from now on does not wait for what is on its way. */
  public void outdate(K key) {
    Flight<V> flight = flights.remove(key);
    if (flight != null) {
      flight.outdated = true;
    }
  }

  private void fly(K key, Flight<V> mine, Function<Flight<V>, V> work) {
    try {
      V answer = work.apply(mine);
      // In this order: who comes after the flight must find what it brought.
      flights.remove(key, mine);
      mine.landed.complete(answer);
    } catch (Throwable e) {
      flights.remove(key, mine);
      mine.landed.completeExceptionally(e);
    }
  }
}
