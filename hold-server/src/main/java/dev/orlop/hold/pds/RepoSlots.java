package dev.orlop.hold.pds;

import dev.orlop.hold.store.StoreBusyException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how many repos are open, since each holds files of which a process may have so many. To
 * open one more, the one that nobody used for longest is closed.
 */
final class RepoSlots {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final int max;
  private final Semaphore room;
  private final Set<RepoSlot> open = ConcurrentHashMap.newKeySet();

  RepoSlots(int max) {
    this.max = max;
    this.room = new Semaphore(max);
  }

  /** Opens, once there is room. Called by a slot that has its own lock, and of others tries it. */
  OpenRepo open(RepoSlot slot, Supplier<OpenRepo> opener) {
    makeRoom();
    boolean opened = false;
    try {
      OpenRepo repo = opener.get();
      open.add(slot);
      opened = true;
      return repo;
    } finally {
      if (!opened) {
        room.release();
      }
    }
  }

  private void makeRoom() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!room.tryAcquire()) {
      if (!closeOne() && !awaitRoom(deadline)) {
        throw new StoreBusyException("more than " + max + " repos in use at once");
      }
    }
  }

  private boolean closeOne() {
    long now = System.nanoTime();
    return open.stream()
        .sorted(Comparator.comparingLong(slot -> slot.lastUsed() - now))
        .anyMatch(RepoSlot::closeIfIdle);
  }

  /** Those who are in a repo mostly leave it at once. */
  private boolean awaitRoom(long deadline) {
    try {
      if (room.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        room.release();
        return true;
      }
      return System.nanoTime() < deadline;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void closed(RepoSlot slot) {
    open.remove(slot);
    room.release();
  }

  /** How many are open. */
  int count() {
    return open.size();
  }
}
