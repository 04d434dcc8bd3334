package dev.orlop.cli;

import dev.orlop.cli.output.Console;

/** The entry of the process. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    int code = Orlop.run(Console.system(), args);
    System.out.flush();
    System.exit(code);
  }
}
