package dev.orlop.cli.command;

import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.RepoCare;
import dev.orlop.hold.pds.RepoSalvage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code orlop repo check}. */
@Command(
    name = "check",
    description = {
      "Read the logs of all repos, block by block, and say what is damaged or missing. Changes",
      "nothing. The hold must not run."
    },
    footer = {"", "JSON: repos: [{" + RepoFindings.JSON, RepoFindings.MORE_JSON + "}]."})
public final class RepoCheckCommand extends FolderCommand {
  /** The command in {@code console}. */
  public RepoCheckCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    List<RepoSalvage.Findings> all = RepoCare.check(config());
    printer()
        .lines(
            () -> all.stream().flatMap(found -> RepoFindings.lines(found).stream()).toList(),
            () ->
                Json.object()
                    .put("repos", Json.array(all.stream().map(RepoFindings::json).toList())));
    long damaged = all.stream().filter(found -> !found.isSound()).count();
    if (damaged == 0) {
      return ExitCode.OK;
    }
    throw new CommandFailure(
        ExitCode.VERIFICATION_FAILED,
        damaged == 1 ? "1 repo is damaged" : damaged + " repos are damaged",
        "bytes of its log are not what was written",
        "restore a backup, or keep what is left: orlop repo repair");
  }
}
