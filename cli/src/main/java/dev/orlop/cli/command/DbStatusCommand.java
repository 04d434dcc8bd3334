package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.hold.app.DatabaseCare;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code orlop db status}. */
@Command(
    name = "status",
    description = "Say which steps the tables have taken. The hold may run.",
    footer = {"", "JSON: place, current, steps: [{name, taken}]."})
public final class DbStatusCommand extends FolderCommand {
  /** The command in {@code console}. */
  public DbStatusCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    DatabaseCare.Status status = DatabaseCare.status(config());
    printer().lines(() -> DbLines.lines(status), () -> DbLines.json(status));
    return ExitCode.OK;
  }
}
