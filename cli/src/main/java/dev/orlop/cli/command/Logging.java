package dev.orlop.cli.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How loud the log is; its format and its place, stderr, are set by {@link
 * dev.orlop.cli.QuietLogging}.
 */
final class Logging {
  /** Held, since the log manager forgets the level of a logger nobody refers to. */
  private static final Logger OURS = Logger.getLogger("dev.orlop");

  private Logging() {}

  /** What a server tells its operator: starts, stops, warnings. */
  static void server() {
    if (!OURS.isLoggable(Level.FINE)) {
      OURS.setLevel(Level.INFO);
    }
  }

  static void verbose() {
    OURS.setLevel(Level.FINE);
  }
}
