package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop relay}. */
@Command(
    name = "relay",
    description = "The relays that follow this server and pass on what it says.",
    footer = {
      "",
      "A server that runs asks them to follow it: after its start, and when it writes after a",
      "silence. Changes to the list hold without a restart."
    },
    subcommands = {
      RelayListCommand.class,
      RelayAddCommand.class,
      RelayRemoveCommand.class,
      RelayCrawlCommand.class,
      RelayStatusCommand.class,
      RelayBumpCommand.class
    })
public final class RelayCommand extends GroupCommand {
  /** The command in {@code console}. */
  public RelayCommand(Console console) {
    super(console);
  }
}
