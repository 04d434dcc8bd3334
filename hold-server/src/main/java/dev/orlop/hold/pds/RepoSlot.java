package dev.orlop.hold.pds;

import dev.orlop.hold.store.StoreFailedException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The place of one repo, open or not. It is opened for whoever enters, and closed by {@link
 * RepoSlots} when nobody is in it and others need the room.
 */
final class RepoSlot {
  /** A repo that stays open until its lease is closed. */
  interface Lease extends AutoCloseable {
    OpenRepo repo();

    @Override
    void close();
  }

  private final RepoSlots slots;
  private final Supplier<OpenRepo> opener;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OpenRepo open;
  private int inside;
  private volatile long lastUsed;
  private volatile boolean wasOpen;
  private boolean gone;

  RepoSlot(RepoSlots slots, Supplier<OpenRepo> opener) {
    this.slots = slots;
    this.opener = opener;
  }

  /**
   * Opens the repo if need be and keeps it open.
   *
   * @throws dev.orlop.hold.store.StoreBusyException if too many are in use
   * @throws StoreFailedException if it was closed for good
   */
  Lease enter() {
    lock.lock();
    try {
      if (gone) {
        throw new StoreFailedException("the repo is closed", new IllegalStateException());
      }
      OpenRepo repo = open;
      if (repo == null) {
        repo = slots.open(this, opener);
        open = repo;
        wasOpen = true;
      }
      inside++;
      return new Inside(repo);
    } finally {
      lock.unlock();
    }
  }

  private final class Inside implements Lease {
    private final OpenRepo repo;
    private boolean left;

    Inside(OpenRepo repo) {
      this.repo = repo;
    }

    @Override
    public OpenRepo repo() {
      return repo;
    }

    @Override
    public void close() {
      if (!left) {
        left = true;
        leave();
      }
    }
  }

  private void leave() {
    lock.lock();
    try {
      inside--;
      lastUsed = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the repo was opened since the start: the index is as far as its log then. */
  boolean wasOpen() {
    return wasOpen;
  }

  /** When somebody was in it last, by {@link System#nanoTime}. */
  long lastUsed() {
    return lastUsed;
  }

  /** Closes the repo unless somebody is in it, or about to be. */
  boolean closeIfIdle() {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      if (open == null || inside > 0) {
        return false;
      }
      close();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the repo, whoever is in it: the server ends, or the repo does. */
  void closeForGood() {
    lock.lock();
    try {
      gone = true;
      close();
    } finally {
      lock.unlock();
    }
  }

  private void close() {
    OpenRepo repo = open;
    if (repo != null) {
      open = null;
      slots.closed(this);
      repo.close();
    }
  }
}
