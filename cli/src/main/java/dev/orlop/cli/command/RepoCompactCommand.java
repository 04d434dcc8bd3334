package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.HoldFolder;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.Repo;
import java.io.IOException;
import java.time.InstantSource;
import picocli.CommandLine.Command;

/** {@code orlop repo compact}. */
@Command(
    name = "compact",
    description = {
      "Rewrite the repo's log so that it holds exactly the live blocks. The hold must not run."
    },
    footer = {"", "JSON: did, bytesBefore, bytesAfter."})
public final class RepoCompactCommand extends FolderCommand {
  /** The command in {@code console}. */
  public RepoCompactCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    try (HoldFolder folder = HoldFolder.open(config, InstantSource.system())) {
      Repo.Compaction done = folder.repo().compact();
      printer()
          .line(
              "compacted %s: %s, was %s"
                  .formatted(
                      folder.repo().did(),
                      Bytes.text(done.bytesAfter()),
                      Bytes.text(done.bytesBefore())),
              () ->
                  Json.object()
                      .put("did", folder.repo().did().value())
                      .put("bytesBefore", done.bytesBefore())
                      .put("bytesAfter", done.bytesAfter()));
    }
    return ExitCode.OK;
  }
}
