package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.backup.BackupContents;
import dev.orlop.hold.app.backup.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop backup restore}. */
@Command(
    name = "restore",
    description = {
      "Make a hold's folder of a backup. Every repo is verified and goes on under a new rev; the",
      "next start tells the network where each stands."
    },
    footer = {"", "JSON: dir, created, repos: [{did, rev, commit, records}], blobs."})
public final class BackupRestoreCommand extends BackupFileCommand {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      required = true,
      description = "The folder to make; it must not exist, or be empty.")
  private Path dir = Path.of("");

  /** The command in {@code console}. */
  public BackupRestoreCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Path folder = console.workingDirectory().resolve(dir).toAbsolutePath();
    BackupContents contents = Restore.into(folder, backup(), passphrase(), InstantSource.system());
    printer()
        .lines(
            () -> {
              List<String> lines = new ArrayList<>(BackupLines.table(contents).lines());
              lines.add("");
              lines.add(
                  "restored to %s; put back the %d blobs that its blobs.tsv lists"
                      .formatted(dir, contents.blobs()));
              lines.add("then: orlop serve --dir " + ShellWords.quote(dir.toString()));
              return lines;
            },
            () -> json(contents));
    return ExitCode.OK;
  }

  private Json json(BackupContents contents) {
    return BackupLines.json(contents).put("dir", dir.toString());
  }
}
