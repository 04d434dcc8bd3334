package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * On which blobs somebody relies, and who has a blob to themselves. Of several processes that serve
 * one store each sees what the others take. Safe for use by several threads.
 */
public interface Leases extends AutoCloseable {
  /**
   * Takes a lease, or prolongs it, as soon as nobody has the blob to themselves. When the call
   * returns, the lease outlives the process. Costs nothing for a blob whose lease {@link #isFresh}.
   *
   * @throws dev.orlop.hold.disk.DiskException if it cannot be written down; there is none then
   * @throws dev.orlop.hold.store.StoreFailedException for the same reason
   */
  void take(Digest digest);

  /** Whether a lease was taken so short a time ago that another one would add nothing. */
  boolean isFresh(Digest digest);

  /** Whether somebody relies on the blob now. */
  boolean isTaken(Digest digest);

  /** About how many there are; a blob that is asked for again and again counts once an hour. */
  long count();

  /**
   * Waits until blobs are the caller's alone: nobody takes a lease on them until this is closed.
   *
   * @param digests at most some thousands
   */
  Alone alone(Collection<Digest> digests);

  /** Blobs that somebody has to themselves; for one thread. */
  interface Alone extends AutoCloseable {
    /** Whether somebody relies on one of them, as nobody begins to meanwhile. */
    boolean isTaken(Digest digest);

    /**
     * Fails if they are not the caller's alone any more: to be called before what cannot be undone.
     */
    void require();

    @Override
    void close();
  }

  @Override
  void close();

  /** What of a digest a lease is on: its first eight bytes. */
  static long prefix(Digest digest) {
    return ByteBuffer.wrap(digest.bytes()).getLong();
  }
}
