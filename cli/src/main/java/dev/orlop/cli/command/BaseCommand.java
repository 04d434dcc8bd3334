package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has: help, verbosity and the console it runs in. */
public abstract class BaseCommand implements Callable<Integer> {
  /** The world this command runs in. */
  protected final Console console;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help; // read by picocli

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more to stderr, with stack traces of failures.")
  private boolean verbose;

  /** A command in {@code console}. */
  protected BaseCommand(Console console) {
    this.console = console;
  }

  /** Does the work. */
  protected abstract ExitCode run() throws Exception;

  @Override
  public final Integer call() throws Exception {
    if (verbose) {
      Logging.verbose();
    }
    return run().code();
  }
}
