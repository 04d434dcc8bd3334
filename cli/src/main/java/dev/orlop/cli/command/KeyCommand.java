package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop key}. */
@Command(
    name = "key",
    description = "The key with which the hold signs.",
    subcommands = {KeyShowCommand.class, KeyRotateCommand.class})
public final class KeyCommand extends GroupCommand {
  /** The command in {@code console}. */
  public KeyCommand(Console console) {
    super(console);
  }
}
