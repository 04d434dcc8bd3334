package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all uploads together may take for bytes that are not yet at a hold, in blocks.
 * Whoever wants more than there is waits, and so does their client.
 */
public final class PartMemory {
  /** The size of a block in bytes. */
  static final int BLOCK_BYTES = 1 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Semaphore free;
  private final int blocks;

  /** Blocks to be used again: for large uploads, garbage would be most of what the heap holds. */
  private final Deque<byte[]> idle = new ConcurrentLinkedDeque<>();

  /**
   * So much.
   *
   * @param bytes rounded down to whole blocks; below two parts it is two parts
   */
  public PartMemory(long bytes) {
    this.blocks =
        Math.max(2 * PartBuffer.MAX_BLOCKS, (int) Math.min(bytes / BLOCK_BYTES, Integer.MAX_VALUE));
    this.free = new Semaphore(blocks, true);
  }

  /** A quarter of what the process may have. */
  public static PartMemory ofHeap() {
    return new PartMemory(Runtime.getRuntime().maxMemory() / 4);
  }

  /** How many bytes are in use. */
  public long usedBytes() {
    return (long) (blocks - free.availablePermits()) * BLOCK_BYTES;
  }

  /**
   * Takes blocks, all at once.
   *
   * @throws OciException UNAVAILABLE if there are none for too long
   */
  void take(int count) {
    try {
      if (free.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw OciError.UNAVAILABLE.exception("too many uploads at once").retryAfter(PAUSE);
  }

  /** A block, for one of those that were taken; what is in it means nothing. */
  byte[] block() {
    byte[] used = idle.pollFirst();
    return used == null ? new byte[BLOCK_BYTES] : used;
  }

  /**
   * Gives back what was taken. While nobody uploads, nothing is kept.
   *
   * @param used of them; nobody may touch them any more
   */
  void giveBack(int count, List<byte[]> used) {
    idle.addAll(used);
    free.release(count);
    if (free.availablePermits() == blocks) {
      idle.clear();
    }
  }
}
