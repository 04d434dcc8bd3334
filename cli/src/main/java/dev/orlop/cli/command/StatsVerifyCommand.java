package dev.orlop.cli.command;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.RecordProof;
import dev.orlop.cli.remote.RepositoryStats;
import dev.orlop.cli.transfer.ImageName;
import dev.orlop.hold.pds.records.StatsRecord;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop stats verify}. */
@Command(
    name = "verify",
    description = {
      "Prove the counts of a repository: fetch the signed record with its proof, check the way from",
      "the commit to it and the signature by the key in the hold's DID document."
    },
    footer = {
      "",
      "What the hold answers may be ahead of the record by the pulls of the last seconds.",
      "JSON: proved, owner, repository, pullCount, pushCount, pullsPending, commit, rev, cid, key."
    })
public final class StatsVerifyCommand extends HoldCommand {
  @Parameters(paramLabel = "OWNER/REPO", description = "OWNER is a handle or a DID.")
  private String subject = "";

  /** The command in {@code console}. */
  public StatsVerifyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    ImageName name = ImageName.parse(subject);
    try (HoldSession session = session()) {
      Did owner = session.names().did(name.owner());
      PublicKey key =
          session
              .document()
              .signingKey()
              .orElseThrow(
                  () -> failed("the hold's DID document has no signing key", "ask its captain"));
      requireRecord(RepositoryStats.get(session.client(), owner, name.repository()));
      // The record first: counts only grow, so the later answer must not be below it.
      RepoPath path = StatsRecord.path(owner, name.repository());
      RecordProof proof = RecordProof.fetch(session.client(), path, key);
      RepositoryStats answered = RepositoryStats.get(session.client(), owner, name.repository());
      StatsRecord record = StatsRecord.of(proof.record());
      requireSame(record, owner, name.repository());
      if (answered.pulls() < record.pullCount() || answered.pushes() < record.pushCount()) {
        throw failed(
            "the hold answers %d pulls and %d pushes, but has signed %d and %d"
                .formatted(
                    answered.pulls(), answered.pushes(), record.pullCount(), record.pushCount()),
            "do not trust the answer");
      }
      print(name, proof, record, answered.pulls() - record.pullCount(), key);
    }
    return ExitCode.OK;
  }

  private void requireRecord(RepositoryStats answered) {
    if (answered.uri().isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "there is no signed record of " + subject,
          answered.pulls() + " pulls are counted",
          "check the name; a first pull is signed within seconds");
    }
  }

  private static void requireSame(StatsRecord record, Did owner, String repository) {
    if (!record.owner().equals(owner) || !record.repository().equals(repository)) {
      throw failed(
          "the record is about %s/%s".formatted(record.owner(), record.repository()),
          "do not trust the answer");
    }
  }

  private void print(
      ImageName name, RecordProof proof, StatsRecord record, long pending, PublicKey key) {
    printer()
        .lines(
            () ->
                List.of(
                    "proved  %s/%s: %d pulls, %d pushes"
                        .formatted(
                            name.owner(),
                            name.repository(),
                            record.pullCount(),
                            record.pushCount()),
                    "        %d pulls more are counted and not yet in the record"
                        .formatted(pending),
                    "rev     " + proof.commit().rev(),
                    "record  " + proof.cid(),
                    "key     " + key.didKey()),
            () ->
                Json.object()
                    .put("proved", true)
                    .put("owner", record.owner().value())
                    .put("repository", record.repository())
                    .put("pullCount", record.pullCount())
                    .put("pushCount", record.pushCount())
                    .put("pullsPending", pending)
                    .put("commit", proof.commitCid().toString())
                    .put("rev", proof.commit().rev().toString())
                    .put("cid", proof.cid().toString())
                    .put("key", key.didKey()));
  }

  private static CommandFailure failed(String why, String hint) {
    return new CommandFailure(ExitCode.VERIFICATION_FAILED, "the counts are not proved", why, hint);
  }
}
