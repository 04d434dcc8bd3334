package dev.orlop.cli.command;

import dev.orlop.cli.output.Console;
import dev.orlop.hold.app.backup.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that reads a backup. */
abstract class BackupFileCommand extends PrintingCommand {
  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      required = true,
      description = "The first line of this file is the passphrase.")
  private Path passphrase = Path.of("");

  BackupFileCommand(Console console) {
    super(console);
  }

  final Path backup() {
    return console.workingDirectory().resolve(file);
  }

  final Passphrase passphrase() throws IOException {
    return PassphraseFile.read(console.workingDirectory().resolve(passphrase));
  }
}
