package dev.orlop.hold.disk;

import java.io.IOException;
import java.util.Locale;

/** The file system refused: full, read-only, or broken. Nothing was promised to anybody yet. */
public final class DiskException extends RuntimeException {
  /** Wraps what the file system said. */
  public DiskException(String doing, IOException cause) {
    super("could not " + doing + ": " + cause.getMessage(), cause);
  }

  /** Whether there is no room left, which an operator can mend. */
  public boolean outOfSpace() {
    return outOfSpace(this);
  }

  /** The same of anything that a full disk may have caused. */
  public static boolean outOfSpace(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String lower = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (lower.contains("no space left") || lower.contains("quota exceeded")) {
        return true;
      }
    }
    return false;
  }
}
