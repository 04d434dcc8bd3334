package dev.orlop.cli.command;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.backup.BackupContents;
import dev.orlop.hold.app.backup.BackupWriter;
import dev.orlop.hold.app.backup.Passphrase;
import dev.orlop.hold.config.HoldConfig;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop backup create}. */
@Command(
    name = "create",
    description = {
      "Write a backup of the hold's folder; the hold may run. With a passphrase it is encrypted and",
      "has the keys and accounts, without which no hold can be made of it."
    },
    footer = {"", "JSON: file, bytes, encrypted, repos: [{did, rev, commit, records}], blobs."})
public final class BackupCreateCommand extends FolderCommand {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "Where to; appears only when it is complete.")
  private Path file = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Encrypt with the first line of this file.")
  private @Nullable Path passphrase;

  /** The command in {@code console}. */
  public BackupCreateCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    Path directory = console.workingDirectory();
    Optional<Passphrase> secret =
        passphrase == null
            ? Optional.empty()
            : Optional.of(PassphraseFile.read(directory.resolve(passphrase)));
    Path target = directory.resolve(file);
    Path partial = target.resolveSibling(target.getFileName() + ".partial");
    Files.deleteIfExists(partial);
    BackupContents contents;
    try {
      contents = write(config, secret, partial);
      Files.move(partial, target, ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    long bytes = Files.size(target);
    printer().lines(() -> lines(contents, bytes), () -> json(contents, bytes));
    return ExitCode.OK;
  }

  private static BackupContents write(HoldConfig config, Optional<Passphrase> secret, Path partial)
      throws IOException {
    Files.createFile(
        partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileOutputStream file = new FileOutputStream(partial.toFile());
        OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
      BackupContents contents = BackupWriter.write(config, InstantSource.system(), secret, out);
      out.flush();
      file.getFD().sync();
      return contents;
    }
  }

  private List<String> lines(BackupContents contents, long bytes) {
    String what =
        "%s: %s, %d repo%s, %d records; %d blobs are listed"
            .formatted(
                file,
                Bytes.text(bytes),
                contents.repos().size(),
                contents.repos().size() == 1 ? "" : "s",
                contents.repos().stream().mapToLong(BackupContents.RepoLine::records).sum(),
                contents.blobs());
    return passphrase != null
        ? List.of(
            what,
            "try it out: orlop backup drill %s --passphrase-file %s"
                .formatted(
                    ShellWords.quote(file.toString()), ShellWords.quote(passphrase.toString())))
        : List.of(what, "without keys and accounts: a hold cannot be made of it alone");
  }

  private Json json(BackupContents contents, long bytes) {
    return BackupLines.json(contents)
        .put("file", file.toString())
        .put("bytes", bytes)
        .put("encrypted", contents.secrets());
  }
}
