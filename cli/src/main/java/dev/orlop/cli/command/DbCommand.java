package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop db}. */
@Command(
    name = "db",
    description = "The database of a hold whose repos do not lie in its folder.",
    subcommands = {DbStatusCommand.class, DbMigrateCommand.class, DbCopyCommand.class})
public final class DbCommand extends GroupCommand {
  /** The command in {@code console}. */
  public DbCommand(Console console) {
    super(console);
  }
}
