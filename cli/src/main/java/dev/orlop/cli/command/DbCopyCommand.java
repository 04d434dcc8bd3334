package dev.orlop.cli.command;

import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.hold.app.RepoMove;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code orlop db copy}. */
@Command(
    name = "copy",
    description = {
      "Bring all repos and accounts from the folder to the database (database.url), or back.",
      "Each repo is verified where it arrived, by its signature, its root and its number of",
      "records; accounts and their keys one by one.",
      "No process of the hold may run; what they came from stays, and is not used any more."
    },
    footer = {
      "",
      "JSON: repos: [{did, commit, rev, records}], accounts, sessions, keys, heldBlobs."
    })
public final class DbCopyCommand extends FolderCommand {
  /** Where repos are brought. */
  public enum Target {
    /** To the tables. */
    database,
    /** To logs. */
    folder
  }

  @Option(
      names = "--to",
      paramLabel = "database|folder",
      required = true,
      description = "Where to.")
  private Target to = Target.database;

  /** The command in {@code console}. */
  public DbCopyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    HoldConfig config = config();
    InstantSource clock = InstantSource.system();
    RepoMove.Done done =
        switch (to) {
          case database -> RepoMove.toDatabase(config, clock);
          case folder -> RepoMove.toFolder(config, clock);
        };
    printer()
        .lines(
            () -> lines(done),
            () ->
                Json.object()
                    .put(
                        "repos",
                        Json.array(done.repos().stream().map(DbCopyCommand::json).toList()))
                    .put("accounts", done.accounts().accounts())
                    .put("sessions", done.accounts().sessions())
                    .put("keys", done.accounts().keys())
                    .put("heldBlobs", done.heldBlobs()));
    return ExitCode.OK;
  }

  private static List<String> lines(RepoMove.Done done) {
    List<String> lines = new ArrayList<>(done.repos().stream().map(DbCopyCommand::line).toList());
    lines.add(
        "%d accounts, %d sessions, %d keys, %d blobs of records"
            .formatted(
                done.accounts().accounts(),
                done.accounts().sessions(),
                done.accounts().keys(),
                done.heldBlobs()));
    return lines;
  }

  private static String line(RepoMove.Moved repo) {
    return "%s: %d records, commit %s".formatted(repo.did(), repo.records(), repo.head().commit());
  }

  private static Json json(RepoMove.Moved repo) {
    return Json.object()
        .put("did", repo.did().value())
        .put("commit", repo.head().commit().toString())
        .put("rev", repo.head().rev().toString())
        .put("records", repo.records());
  }
}
