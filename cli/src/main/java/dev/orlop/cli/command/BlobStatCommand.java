package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldImages;
import dev.orlop.cli.remote.HoldSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop blob stat}. */
@Command(
    name = "stat",
    description = "Say whether the hold has a blob, and its size. Counts as nothing.",
    footer = {"", "JSON: digest, size."})
public final class BlobStatCommand extends HoldCommand {
  @Parameters(paramLabel = "DIGEST", description = "sha256:... or sha512:...")
  private String digest = "";

  @Option(
      names = "--owner",
      paramLabel = "ACCOUNT",
      description = "Whose image it is of (default: the hold itself).")
  private @Nullable String owner;

  /** The command in {@code console}. */
  public BlobStatCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Digest wanted = Digest.parse(digest);
    Optional<AtIdentifier> name = Optional.ofNullable(owner).map(AtIdentifier::parse);
    try (HoldSession session = session()) {
      Did did = name.map(session.names()::did).orElse(session.client().did());
      long size =
          new HoldImages(session.client()).size(did, wanted).orElseThrow(() -> missing(wanted));
      printer()
          .line(
              "%s  %d bytes (%s)".formatted(wanted, size, Bytes.text(size)),
              () -> Json.object().put("digest", wanted.toString()).put("size", size));
    }
    return ExitCode.OK;
  }

  /** The hold has no such blob, or does not say so to us. */
  static CommandFailure missing(Digest digest) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        "the hold has no blob " + digest,
        "it was never pushed there, or was deleted",
        "check the digest and the hold");
  }
}
