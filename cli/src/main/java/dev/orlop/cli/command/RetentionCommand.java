package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop retention}. */
@Command(
    name = "retention",
    description = "Manifests that the hold need not keep, for the hold's operator.",
    footer = {
      "",
      "plan, look at it, apply; the blobs that nothing else names go with orlop gc. What lies in",
      "the owners' own repos stays there: only the hold's records of it go."
    },
    subcommands = {RetentionPlanCommand.class, RetentionApplyCommand.class})
public final class RetentionCommand extends GroupCommand {
  /** The command in {@code console}. */
  public RetentionCommand(Console console) {
    super(console);
  }
}
