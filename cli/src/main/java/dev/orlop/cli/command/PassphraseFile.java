package dev.orlop.cli.command;

import dev.orlop.hold.app.backup.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads passphrases: never from the command line, which others on the machine can see. */
final class PassphraseFile {
  private static final int MAX_BYTES = 4096;

  private PassphraseFile() {}

  /** The first line of a file. */
  static Passphrase read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(file + " is too long to be a passphrase");
    }
    List<String> lines = Files.readAllLines(file);
    return new Passphrase(lines.isEmpty() ? "" : lines.getFirst());
  }
}
