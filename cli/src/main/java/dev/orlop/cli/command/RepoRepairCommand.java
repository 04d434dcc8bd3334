package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.RepoCare;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop repo repair}. */
@Command(
    name = "repair",
    description = {
      "Replace the log of a damaged repo by one with all that can still be had of it, under a new",
      "commit. The damaged files are kept beside it. The hold must not run."
    },
    footer = {
      "",
      "What is lost is listed; a backup may have it. The next start tells the network.",
      "JSON: repaired, kept?, found?: {" + RepoFindings.JSON,
      RepoFindings.MORE_JSON + "}."
    })
public final class RepoRepairCommand extends FolderCommand {
  @Option(names = "--did", paramLabel = "DID", description = "Whose repo; default the hold's own.")
  private @Nullable String did;

  /** The command in {@code console}. */
  public RepoRepairCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Optional<RepoCare.Repair> repair =
        RepoCare.repair(config(), InstantSource.system(), Optional.ofNullable(did).map(Did::parse));
    printer()
        .lines(
            () -> repair.map(RepoRepairCommand::lines).orElse(List.of("nothing to repair")),
            () -> json(repair));
    return ExitCode.OK;
  }

  private static List<String> lines(RepoCare.Repair done) {
    List<String> lines = new ArrayList<>(RepoFindings.lines(done.found()));
    lines.add("repaired; the damaged files are in " + done.kept());
    return lines;
  }

  private static Json json(Optional<RepoCare.Repair> repair) {
    Json.Obj json = Json.object().put("repaired", repair.isPresent());
    repair.ifPresent(
        done ->
            json.put("kept", done.kept().toString()).put("found", RepoFindings.json(done.found())));
    return json;
  }
}
