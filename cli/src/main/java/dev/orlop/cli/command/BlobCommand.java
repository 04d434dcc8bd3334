package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop blob}. */
@Command(
    name = "blob",
    description = "The blobs that a hold stores.",
    subcommands = {BlobStatCommand.class, BlobVerifyCommand.class, BlobAdoptCommand.class})
public final class BlobCommand extends GroupCommand {
  /** The command in {@code console}. */
  public BlobCommand(Console console) {
    super(console);
  }
}
