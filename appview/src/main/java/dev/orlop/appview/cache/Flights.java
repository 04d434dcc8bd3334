package dev.orlop.appview.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Lets one thread ask for a key while the others wait for its answer.
 *
 * @param <V> the answers
 */
public final class Flights<V> {
  private final V broken;
  private final ConcurrentMap<String, Flight<V>> flights = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param broken what those get who wait for a flight that ends in an exception
   */
  public Flights(V broken) {
    this.broken = broken;
  }

  /** A question on its way. */
  public static final class Flight<V> {
    private final CompletableFuture<V> landed = new CompletableFuture<>();
    private volatile boolean outdated;

    private Flight() {}

    /** Whether there is news that its answer may not know of. */
    public boolean isOutdated() {
      return outdated;
    }
  }

  /** The answer of a flight that is on its way, or else of a new one. */
  public V join(String key, Function<Flight<V>, V> work) {
    Flight<V> mine = new Flight<>();
    Flight<V> other = flights.putIfAbsent(key, mine);
    return other == null ? fly(key, mine, work) : other.landed.join();
  }

  /** Starts a flight that nobody waits for, unless one is on its way. */
  public void start(String key, Executor executor, Function<Flight<V>, V> work) {
    Flight<V> mine = new Flight<>();
    if (flights.putIfAbsent(key, mine) != null) {
      return;
    }
    boolean started = false;
    try {
      executor.execute(() -> fly(key, mine, work));
      started = true;
    } finally {
      if (!started) {
        land(key, mine, broken);
      }
    }
  }

  /** There is news about a key: who asks from now on does not wait for what is on its way. */
  public void outdate(String key) {
    Flight<V> flight = flights.remove(key);
    if (flight != null) {
      flight.outdated = true;
    }
  }

  private V fly(String key, Flight<V> mine, Function<Flight<V>, V> work) {
    V answer = broken;
    try {
      answer = work.apply(mine);
    } finally {
      land(key, mine, answer);
    }
    return answer;
  }

  /** In this order: who comes after the flight must find what it brought. */
  private void land(String key, Flight<V> flight, V answer) {
    flights.remove(key, flight);
    flight.landed.complete(answer);
  }
}
