package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop appview cache}. */
@Command(
    name = "cache",
    description = "What AppViews remember of what they looked up.",
    footer = {
      "",
      "The settings are those of orlop appview serve; ORLOP_APPVIEW_CACHE names a cache that is",
      "shared. Nothing in it is needed: what is dropped is looked up again."
    },
    subcommands = {AppViewCacheStatusCommand.class, AppViewCacheClearCommand.class})
public final class AppViewCacheCommand extends GroupCommand {
  /** The command in {@code console}. */
  public AppViewCacheCommand(Console console) {
    super(console);
  }
}
