package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop stats}. */
@Command(
    name = "stats",
    description = "How often images were pulled and pushed.",
    subcommands = {StatsShowCommand.class, StatsTopCommand.class, StatsVerifyCommand.class})
public final class StatsCommand extends GroupCommand {
  /** The command in {@code console}. */
  public StatsCommand(Console console) {
    super(console);
  }
}
