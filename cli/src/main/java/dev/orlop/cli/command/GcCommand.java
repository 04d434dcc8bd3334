package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop gc}. */
@Command(
    name = "gc",
    description = "Blobs that no record names and nobody relies on, for the hold's operator.",
    footer = {
      "",
      "plan, look at it, apply; what was applied lies in the trash for some days, from which",
      "undelete takes it back. Each time leaves a signed record in the hold's repo: report."
    },
    subcommands = {
      GcPlanCommand.class,
      GcApplyCommand.class,
      GcUndeleteCommand.class,
      GcReportCommand.class
    })
public final class GcCommand extends GroupCommand {
  /** The command in {@code console}. */
  public GcCommand(Console console) {
    super(console);
  }
}
