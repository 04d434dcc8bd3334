package dev.orlop.cli.command;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.HoldFolder;
import dev.orlop.hold.app.KeyRotation;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop key rotate}. */
@Command(
    name = "rotate",
    description = {
      "Give the hold a new signing key and sign its repo with it. The old key is kept beside it.",
      "The hold must not run. URLs that it signed and sessions on it end with the old key."
    },
    footer = {"", "JSON: before, after, kept, rev."})
public final class KeyRotateCommand extends FolderCommand {
  /** The command in {@code console}. */
  public KeyRotateCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    InstantSource clock = InstantSource.system();
    KeyRotation.Rotated done = KeyRotation.rotate(config, KeyType.K256, clock);
    String rev;
    try (HoldFolder folder = HoldFolder.open(config, clock)) {
      rev = folder.repo().head().rev().toString();
    }
    printer()
        .lines(
            () ->
                List.of(
                    "was  " + done.before().didKey() + ", kept in " + done.kept(),
                    "is   " + done.after().didKey() + ", the repo is signed with it: rev " + rev,
                    "make a new backup: orlop backup create"),
            () ->
                Json.object()
                    .put("before", done.before().didKey())
                    .put("after", done.after().didKey())
                    .put("kept", done.kept().toString())
                    .put("rev", rev));
    return ExitCode.OK;
  }
}
