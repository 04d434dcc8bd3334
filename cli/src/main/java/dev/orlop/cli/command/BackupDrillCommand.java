package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.hold.app.backup.BackupContents;
import dev.orlop.hold.app.backup.Drill;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop backup drill}. */
@Command(
    name = "drill",
    description = {
      "Try a backup out: restore it to a temporary folder, open every repo, verify it as a stranger",
      "would, and delete the folder again."
    },
    footer = {"", "JSON: created, repos: [{did, rev, commit, records}], blobs."})
public final class BackupDrillCommand extends BackupFileCommand {
  /** The command in {@code console}. */
  public BackupDrillCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    BackupContents contents = Drill.run(backup(), passphrase(), InstantSource.system());
    printer()
        .lines(
            () -> {
              List<String> lines = new ArrayList<>(BackupLines.table(contents).lines());
              lines.add("");
              lines.add("restored, opened and verified; a hold can be made of it");
              return lines;
            },
            () -> BackupLines.json(contents));
    return ExitCode.OK;
  }
}
