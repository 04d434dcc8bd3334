package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop repo}. */
@Command(
    name = "repo",
    description = "The signed repo of a hold.",
    subcommands = {
      RepoExportCommand.class,
      RepoVerifyCommand.class,
      RepoRebuildIndexCommand.class,
      RepoCompactCommand.class,
      RepoCheckCommand.class,
      RepoRepairCommand.class
    })
public final class RepoCommand extends GroupCommand {
  /** The command in {@code console}. */
  public RepoCommand(Console console) {
    super(console);
  }
}
