package dev.orlop.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Sets up java.util.logging when the first logger is asked for, so that commands which never log do
 * not pay for it. Named by {@code java.util.logging.config.class}.
 */
public final class QuietLogging {
  private static final String SETTINGS =
      """
      handlers=java.util.logging.ConsoleHandler
      .level=WARNING
      java.util.logging.ConsoleHandler.level=ALL
      java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter
      java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n
      """;

  /** Called by the log manager. */
  public QuietLogging() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.UTF_8)));
  }
}
