package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop appview}. */
@Command(
    name = "appview",
    description = "A registry for container tools, whose images lie in holds.",
    subcommands = {
      AppViewServeCommand.class,
      AppViewResolveCommand.class,
      AppViewCacheCommand.class
    })
public final class AppViewCommand extends GroupCommand {
  /** The command in {@code console}. */
  public AppViewCommand(Console console) {
    super(console);
  }
}
