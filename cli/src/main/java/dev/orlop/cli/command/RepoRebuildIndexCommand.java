package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.Maintenance;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop repo rebuild-index}. */
@Command(
    name = "rebuild-index",
    description = {
      "Make the index anew from the repo logs, which are the truth. The hold must not run."
    },
    footer = {"", "JSON: repos: [DID]."})
public final class RepoRebuildIndexCommand extends FolderCommand {
  /** The command in {@code console}. */
  public RepoRebuildIndexCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    List<Did> repos = Maintenance.rebuildIndex(config, InstantSource.system());
    printer()
        .line(
            "rebuilt the index of %d repo%s".formatted(repos.size(), repos.size() == 1 ? "" : "s"),
            () -> Json.object().put("repos", repos.stream().map(Did::value).toList()));
    return ExitCode.OK;
  }
}
