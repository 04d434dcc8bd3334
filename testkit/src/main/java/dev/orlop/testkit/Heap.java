package dev.orlop.testkit;

import java.lang.management.ManagementFactory;

/** How much memory is in use, for tests of how much something takes. */
public final class Heap {
  /** One collection may leave what the next one takes. */
  private static final int COLLECTIONS = 3;

  private Heap() {}

  /** Bytes of the heap that are in use when what nobody needs is gone. */
  public static long bytesInUse() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
