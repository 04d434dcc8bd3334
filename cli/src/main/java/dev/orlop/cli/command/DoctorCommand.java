package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop doctor}. */
@Command(
    name = "doctor",
    description = "Try what a hold depends on, and say what is wrong with it.",
    subcommands = {DoctorS3Command.class})
public final class DoctorCommand extends GroupCommand {
  /** The command in {@code console}. */
  public DoctorCommand(Console console) {
    super(console);
  }
}
