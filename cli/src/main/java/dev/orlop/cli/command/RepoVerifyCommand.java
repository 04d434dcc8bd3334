package dev.orlop.cli.command;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.CarLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.Validity;
import dev.orlop.mst.RepoFault;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop repo verify}. */
@Command(
    name = "verify",
    description = {
      "Check the export of a repo, offline: canonical CBOR, every CID, the canonical tree,",
      "paths, signature, and the lexicons of known records."
    },
    footer = {
      "",
      "Without --key the signature is not checked, and the result says so.",
      "JSON: valid, signature (valid|invalid|unchecked), did?, rev?, commit?, records, nodes,",
      "bytes, extraBlocks, faults: [{kind, where, message}]."
    })
public final class RepoVerifyCommand extends PrintingCommand {
  @Parameters(paramLabel = "FILE.car", description = "The export; - reads standard input.")
  private Path file = Path.of("-");

  @Option(names = "--did", paramLabel = "DID", description = "Whose repo it must be.")
  private @Nullable String did;

  @Option(
      names = "--key",
      paramLabel = "did:key:...",
      description = "Who must have signed it; the owner's DID document has it.")
  private @Nullable String key;

  /** The command in {@code console}. */
  public RepoVerifyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Optional<Did> owner = Optional.ofNullable(did).map(Did::parse);
    Optional<PublicKey> signer = Optional.ofNullable(key).map(PublicKey::fromDidKey);
    LexiconValidator lexicons = LexiconValidator.bundled();
    RepoReport report;
    try (InputStream in = open()) {
      report =
          RepoVerifier.verify(
              in,
              CarLimits.DEFAULT,
              owner,
              signer,
              (path, record) -> recordFault(lexicons, path, record));
    }
    printer()
        .lines(() -> lines(report, signer.isPresent()), () -> json(report, signer.isPresent()));
    if (report.isValid()) {
      return ExitCode.OK;
    }
    throw new CommandFailure(
        ExitCode.VERIFICATION_FAILED,
        file + " is not a valid repo",
        report.faults().size() == 1 ? "1 fault" : report.faults().size() + " faults",
        "export it again from its own server, and compare");
  }

  private InputStream open() throws IOException {
    return file.toString().equals("-")
        ? System.in
        : new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  private static Optional<String> recordFault(
      LexiconValidator lexicons, RepoPath path, DataMap record) {
    return switch (lexicons.validateRecord(path, record)) {
      case Validity.Invalid invalid -> Optional.of(invalid.describe());
      // A collection that is not ours is its owner's business.
      case Validity.Valid _, Validity.Unknown _ -> Optional.empty();
    };
  }

  private static List<String> lines(RepoReport report, boolean keyGiven) {
    List<String> lines = new ArrayList<>();
    report.faults().forEach(fault -> lines.add("FAULT  " + fault));
    report
        .commit()
        .ifPresent(
            commit -> {
              lines.add("did        " + commit.did());
              lines.add("rev        " + commit.rev());
            });
    report.cid().ifPresent(cid -> lines.add("commit     " + cid));
    lines.add("records    " + report.records());
    lines.add("signature  " + signature(report, keyGiven));
    lines.add(report.isValid() ? "valid" : "NOT VALID");
    return lines;
  }

  private static Json json(RepoReport report, boolean keyGiven) {
    return Json.object()
        .put("valid", report.isValid())
        .put("signature", signature(report, keyGiven))
        .put("did", report.commit().map(commit -> commit.did().toString()))
        .put("rev", report.commit().map(commit -> commit.rev().toString()))
        .put("commit", report.cid().map(Object::toString))
        .put("records", report.records())
        .put("nodes", report.nodes())
        .put("bytes", report.bytes())
        .put("extraBlocks", report.extraBlocks())
        .put(
            "faults",
            Json.array(
                report.faults().stream()
                    .map(
                        fault ->
                            Json.object()
                                .put("kind", fault.kind().toString().toLowerCase(Locale.ROOT))
                                .put("where", fault.where())
                                .put("message", fault.message()))
                    .toList()));
  }

  private static String signature(RepoReport report, boolean keyGiven) {
    if (!keyGiven || report.commit().isEmpty()) {
      return "unchecked";
    }
    boolean bad = report.faults().stream().anyMatch(f -> f.kind() == RepoFault.Kind.SIGNATURE);
    return bad ? "invalid" : "valid";
  }
}
