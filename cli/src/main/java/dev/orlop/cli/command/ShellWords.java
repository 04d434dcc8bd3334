package dev.orlop.cli.command;

/** Writes words so that they can be pasted into a shell. */
final class ShellWords {
  private ShellWords() {}

  static String quote(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
