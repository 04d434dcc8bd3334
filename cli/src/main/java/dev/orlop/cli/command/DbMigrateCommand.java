package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.hold.app.DatabaseCare;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code orlop db migrate}. */
@Command(
    name = "migrate",
    description = {
      "Bring the tables forward to what this version needs, as a hold does when it starts.",
      "Each step is a transaction; a database of a newer version is refused."
    },
    footer = {"", "JSON: place, current, steps: [{name, taken}]."})
public final class DbMigrateCommand extends FolderCommand {
  /** The command in {@code console}. */
  public DbMigrateCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    DatabaseCare.Status status = DatabaseCare.migrate(config());
    printer().lines(() -> DbLines.lines(status), () -> DbLines.json(status));
    return ExitCode.OK;
  }
}
