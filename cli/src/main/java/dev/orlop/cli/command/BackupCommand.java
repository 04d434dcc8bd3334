package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import picocli.CommandLine.Command;

/** {@code orlop backup}. */
@Command(
    name = "backup",
    description = "Backups of all but the blobs, of which they have the list.",
    footer = {
      "",
      "Blobs never change once they are there: copy their folder with whatever copies files.",
      "A backup with a passphrase is OpenPGP: gpg -d reads it, and gives a zip."
    },
    subcommands = {BackupCreateCommand.class, BackupRestoreCommand.class, BackupDrillCommand.class})
public final class BackupCommand extends GroupCommand {
  /** The command in {@code console}. */
  public BackupCommand(Console console) {
    super(console);
  }
}
