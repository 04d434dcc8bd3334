package dev.orlop.cli.command;

import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.hold.app.backup.BackupContents;

/** What is in a backup, as a table and as JSON. */
final class BackupLines {
  private BackupLines() {}

  static Table table(BackupContents contents) {
    Table table = Table.of("REPO", "REV", "RECORDS");
    contents
        .repos()
        .forEach(
            repo ->
                table.row(
                    repo.did().toString(), repo.rev().toString(), Long.toString(repo.records())));
    return table;
  }

  static Json.Obj json(BackupContents contents) {
    return Json.object()
        .put("created", contents.created().toString())
        .put(
            "repos",
            Json.array(
                contents.repos().stream()
                    .map(
                        repo ->
                            Json.object()
                                .put("did", repo.did().toString())
                                .put("rev", repo.rev().toString())
                                .put("commit", repo.commit().toString())
                                .put("records", repo.records()))
                    .toList()))
        .put("blobs", contents.blobs());
  }
}
