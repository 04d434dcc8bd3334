package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.hold.app.backup.BackupContents;
import dev.orlop.hold.app.backup.Drill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop backup drill}. */
@Command(
    name = "drill",
    description = {
      "Try a backup out: restore it to a temporary folder, open every repo, verify it as a stranger",
      "would, and delete the folder again."
    },
    footer = {"", "JSON: created, repos: [{did, rev, commit, records}], blobs."})
public final class BackupDrillCommand extends PrintingCommand {
  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      required = true,
      description = "The first line of this file is the passphrase.")
  private Path passphrase = Path.of("");

  /** The command in {@code console}. */
  public BackupDrillCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Path directory = console.workingDirectory();
    BackupContents contents =
        Drill.run(
            directory.resolve(file),
            PassphraseFile.read(directory.resolve(passphrase)),
            InstantSource.system());
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
