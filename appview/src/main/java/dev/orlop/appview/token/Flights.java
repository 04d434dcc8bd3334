package dev.orlop.appview.token;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Of many threads that want the same at once, one gets it, and the others wait for that. */
final class Flights<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  /**
   * What {@code work} gives, or what it gives to another thread that is at it.
   *
   * @throws RuntimeException what it throws, to all of them
   */
  V run(K key, Supplier<V> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> other = flights.putIfAbsent(key, mine);
    if (other != null) {
      return join(other);
    }
    try {
      mine.complete(work.get());
    } catch (Throwable e) {
      mine.completeExceptionally(e);
    } finally {
      flights.remove(key);
    }
    return join(mine);
  }

  private static <V> V join(CompletableFuture<V> flight) {
    try {
      return flight.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }
}
