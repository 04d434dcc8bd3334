package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop captain}. */
@Command(
    name = "captain",
    description = "Who owns the hold, and on what terms it is run.",
    subcommands = {CaptainShowCommand.class, CaptainSetCommand.class})
public final class CaptainCommand extends GroupCommand {
  /** The command in {@code console}. */
  public CaptainCommand(Console console) {
    super(console);
  }
}
