package dev.orlop.hold.disk;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where a test ends the process, or makes it believe so: each package names the places between its
 * own durable steps in an enum, and says here when it reaches one. In production nothing happens.
 */
public final class CrashHook {
  private static final AtomicReference<Consumer<Enum<?>>> HOOK =
      new AtomicReference<>(CrashHook::goOn);

  private CrashHook() {}

  /** Says that the process is at {@code point}. */
  public static void reached(Enum<?> point) {
    HOOK.get().accept(point);
  }

  /** For tests: what to do at each point. */
  public static void hook(Consumer<Enum<?>> hook) {
    HOOK.set(hook);
  }

  /** For tests: back to doing nothing. */
  public static void unhook() {
    HOOK.set(CrashHook::goOn);
  }

  private static void goOn(Enum<?> point) {}
}
