package dev.orlop.cli.output;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The world a command runs in, so that tests can give it another.
 *
 * @param out data
 * @param err progress, logs, problems
 * @param errIsTerminal whether someone watches {@code err}; progress bars are drawn only then
 * @param environment the environment variables
 * @param workingDirectory what relative paths are resolved against when looking for a hold
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean errIsTerminal,
    Map<String, String> environment,
    Path workingDirectory) {

  /** Copies the environment. */
  public Console {
    environment = Map.copyOf(environment);
  }

  /** The process's own streams. */
  public static Console system() {
    // The launcher knows whether stderr is a terminal; java.io.Console only knows of stdin+stdout.
    boolean terminal = "1".equals(System.getenv("ORLOP_STDERR_TTY"));
    return new Console(
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        System.err,
        terminal,
        System.getenv(),
        Path.of(""));
  }

  /** A non-empty environment variable. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether escape sequences may be written to {@code err}; see no-color.org for the variable. */
  public boolean color() {
    return errIsTerminal
        && variable("NO_COLOR").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }
}
