package dev.orlop.hold.crash;

import dev.orlop.hold.disk.CrashHook;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a process is to end.
 *
 * @param point as {@link #name} names it
 * @param passing the how manieth time it comes there, from 1
 */
record CrashAt(String point, int passing) {
  /** With which it then ends, to be told from a process that failed. */
  static final int EXIT_CODE = 66;

  static CrashAt of(Enum<?> point, int passing) {
    return new CrashAt(name(point), passing);
  }

  static String name(Enum<?> point) {
    return point.getDeclaringClass().getName() + "." + point.name();
  }

  static CrashAt parse(String text) {
    String[] words = text.split(":", 2);
    return new CrashAt(words[0], Integer.parseInt(words[1]));
  }

  /** Has this process end there: at once, as if it had been killed. */
  void arm() {
    AtomicInteger passed = new AtomicInteger();
    CrashHook.hook(
        reached -> {
          if (name(reached).equals(point) && passed.incrementAndGet() == passing) {
            Runtime.getRuntime().halt(EXIT_CODE);
          }
        });
  }

  @Override
  public String toString() {
    return point + ":" + passing;
  }
}
