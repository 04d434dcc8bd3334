package dev.orlop.hold.web.firehose;

import dev.orlop.atproto.chore.Chore;
import dev.orlop.hold.events.FirehoseSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All subscribers: how many there may be, and whether each of them moves on. */
final class Subscribers implements AutoCloseable {
  /** For all together, when the server ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final FirehoseSettings settings;
  private final Times times;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

  /** Guarded by this. */
  private final Map<String, Integer> byAddress = new HashMap<>();

  private int count;
  private final Chore watch;

  Subscribers(FirehoseSettings settings, Times times) {
    this.settings = settings;
    this.times = times;
    long every = Math.max(10, Math.min(times.stalled().toMillis(), times.silent().toMillis()) / 8);
    this.watch = Chore.every(Duration.ofMillis(every), "subscriber-watch", this::look);
  }

  /** A place, until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes a place for somebody at an address; empty if there is none. */
  synchronized Optional<Place> enter(String address) {
    int there = byAddress.getOrDefault(address, 0);
    if (count >= settings.maxSubscribers() || there >= settings.maxSubscribersPerAddress()) {
      return Optional.empty();
    }
    count++;
    byAddress.put(address, there + 1);
    return Optional.of(() -> leave(address));
  }

  private synchronized void leave(String address) {
    count--;
    byAddress.computeIfPresent(address, (_, there) -> there > 1 ? there - 1 : null);
  }

  /** How many there are. */
  synchronized int count() {
    return count;
  }

  void add(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  void remove(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  private void look() {
    for (Subscriber subscriber : subscribers) {
      if (isOver(subscriber.blockedNanos(), times.stalled())
          || isOver(subscriber.silentNanos(), times.silent())) {
        subscriber.cut();
      }
    }
  }

  private static boolean isOver(long nanos, Duration most) {
    return nanos > most.toNanos();
  }

  /** Tells all that the stream ends, and waits until they were told: but not for who is stuck. */
  @Override
  public void close() {
    watch.interrupt();
    List<Subscriber> leaving = List.copyOf(subscribers);
    leaving.forEach(Subscriber::goAway);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (Subscriber subscriber : leaving) {
        subscriber.awaitGone(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
