package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/**
 * Walks through what a start and a request need, so that the JVM can record which classes to keep
 * ready in its AOT cache. Run once by {@code scripts/aot-cache}.
 */
@Command(name = "train", hidden = true, description = "Exercise a hold for the AOT cache.")
public final class TrainCommand extends BaseCommand {
  /** The command in {@code console}. */
  public TrainCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() {
    return ExitCode.OK;
  }
}
