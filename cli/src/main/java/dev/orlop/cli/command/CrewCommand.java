package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop crew}. */
@Command(
    name = "crew",
    description = "Who may use the hold.",
    footer = {
      "",
      "Roles and what they permit: read (blob:read), write (blob:read, blob:write),",
      "admin (those and crew:admin), member (blob:read)."
    },
    subcommands = {
      CrewListCommand.class,
      CrewAddCommand.class,
      CrewRemoveCommand.class,
      CrewSetCommand.class
    })
public final class CrewCommand extends GroupCommand {
  /** The command in {@code console}. */
  public CrewCommand(Console console) {
    super(console);
  }
}
