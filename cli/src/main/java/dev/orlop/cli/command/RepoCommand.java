package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop repo}. */
@Command(
    name = "repo",
    description = "The signed repo of a hold.",
    subcommands = {RepoVerifyCommand.class})
public final class RepoCommand extends GroupCommand {
  /** The command in {@code console}. */
  public RepoCommand(Console console) {
    super(console);
  }
}
