package dev.orlop.hold.events;

import dev.orlop.hold.store.StoreFailedException;
import java.time.Duration;

/** One consumer's place in the log. For one thread at a time. */
public interface EventReader extends AutoCloseable {
  /** The seq of the last event that was handed out, or where the reader began. */
  long cursor();

  /**
   * What comes next.
   *
   * @throws StoreFailedException if the log cannot be read
   */
  Read read();

  /**
   * Waits until there is more, or until the time is over.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await(Duration most) throws InterruptedException;

  @Override
  void close();
}
