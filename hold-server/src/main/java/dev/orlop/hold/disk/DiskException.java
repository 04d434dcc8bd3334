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
    Throwable cause = getCause();
    String text = cause == null ? null : cause.getMessage();
    if (text == null) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("quota exceeded");
  }
}
