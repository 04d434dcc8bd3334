package dev.orlop.hold.gc;

import dev.orlop.atproto.syntax.Tid;
import java.nio.file.Path;
import java.util.Optional;

/** Where receipts go. */
public interface Receipts {
  /** Whether a run has its receipt. */
  boolean has(Tid run);

  /**
   * Leaves one; durable when the call returns.
   *
   * @param list a file with the list, if the receipt does not hold it
   */
  void leave(Receipt receipt, Optional<Path> list);
}
