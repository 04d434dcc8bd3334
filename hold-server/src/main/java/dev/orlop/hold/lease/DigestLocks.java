package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import java.util.Collection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A lock for each digest, shared by those that begin alike. */
final class DigestLocks {
  private static final int STRIPES = 256;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  /** Does something with the digest to itself. */
  <T> T alone(Digest digest, Supplier<T> action) {
    ReentrantLock lock = locks[stripe(digest)];
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** The same with several, taken in order, so that nobody waits for each other. */
  <T> T alone(Collection<Digest> digests, Supplier<T> action) {
    int[] stripes = digests.stream().mapToInt(DigestLocks::stripe).sorted().distinct().toArray();
    int taken = 0;
    try {
      for (int stripe : stripes) {
        locks[stripe].lock();
        taken++;
      }
      return action.get();
    } finally {
      while (taken > 0) {
        locks[stripes[--taken]].unlock();
      }
    }
  }

  /** By the first byte: a page of blobs in the order of their digests takes few of the locks. */
  private static int stripe(Digest digest) {
    return digest.hashCode() >>> 24;
  }
}
