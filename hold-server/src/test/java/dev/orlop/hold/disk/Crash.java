package dev.orlop.hold.disk;

/**
 * Stands for the end of the process: an error, so that nobody handles it. What a test opens anew
 * afterwards finds the files as they were.
 */
public final class Crash extends Error {
  /** Ends the process, so to say, when it reaches {@code wanted}. */
  public static void at(Enum<?> wanted) {
    CrashHook.hook(
        point -> {
          if (point == wanted) {
            throw new Crash();
          }
        });
  }
}
