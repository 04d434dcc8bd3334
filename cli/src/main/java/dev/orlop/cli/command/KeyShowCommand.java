package dev.orlop.cli.command;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code orlop key show}. */
@Command(
    name = "show",
    description = "Print the public half of the hold's signing key.",
    footer = {
      "",
      "  orlop repo export | orlop repo verify - --key $(orlop key show)",
      "JSON: key."
    })
public final class KeyShowCommand extends FolderCommand {
  /** The command in {@code console}. */
  public KeyShowCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    String key = KeyFile.read(config().signingKey()).publicKey().didKey();
    printer().line(key, () -> Json.object().put("key", key));
    return ExitCode.OK;
  }
}
