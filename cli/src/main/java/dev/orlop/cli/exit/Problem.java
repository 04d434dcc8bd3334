package dev.orlop.cli.exit;

import java.io.PrintStream;

/**
 * Why a command failed, as told to its user.
 *
 * @param what one line: what could not be done
 * @param why one line: the cause
 * @param hint one line: what to try next; empty when there is nothing useful to say
 */
public record Problem(ExitCode code, String what, String why, String hint) {
  /** Control characters in text from outside would rewrite the terminal; each becomes a space. */
  public Problem {
    what = oneLine(what);
    why = oneLine(why);
    hint = oneLine(hint);
  }

  /** Prints the lines, indented under the first. */
  public void print(PrintStream err) {
    err.println("orlop: " + what);
    if (!why.isEmpty()) {
      err.println("  why: " + why);
    }
    if (!hint.isEmpty()) {
      err.println("  try: " + hint);
    }
    err.flush();
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(line::appendCodePoint);
    return line.toString().strip();
  }
}
