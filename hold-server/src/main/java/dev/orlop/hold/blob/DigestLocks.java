package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A lock for each digest in this process, shared by those that begin alike. */
public final class DigestLocks {
  private static final int STRIPES = 256;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  /** Digests that somebody has to themselves until they close this. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits until a digest is the caller's. */
  public Held take(Digest digest) {
    ReentrantLock lock = locks[stripe(digest)];
    lock.lock();
    return lock::unlock;
  }

  /** The same of several, taken in order, so that nobody waits for each other. */
  public Held take(Collection<Digest> digests) {
    List<Integer> stripes = digests.stream().map(DigestLocks::stripe).distinct().sorted().toList();
    Deque<ReentrantLock> taken = new ArrayDeque<>();
    for (int stripe : stripes) {
      locks[stripe].lock();
      taken.push(locks[stripe]);
    }
    return () -> taken.forEach(ReentrantLock::unlock);
  }

  /** By the first byte: a page of blobs in the order of their digests takes few of the locks. */
  private static int stripe(Digest digest) {
    return digest.hashCode() >>> 24;
  }
}
