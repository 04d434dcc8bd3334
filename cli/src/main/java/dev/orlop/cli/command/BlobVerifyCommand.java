package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Progress;
import dev.orlop.cli.remote.HoldImages;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.transfer.ImageHold;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop blob verify}. */
@Command(
    name = "verify",
    description = "Read a blob and compare it with its digest. Counts as nothing.",
    footer = {"", "JSON: digest, size, valid. Exit code 6 if the bytes are others."})
public final class BlobVerifyCommand extends HoldCommand {
  private static final int BUFFER_BYTES = 1 << 16;

  @Parameters(paramLabel = "DIGEST", description = "sha256:... or sha512:...")
  private String digest = "";

  @Option(
      names = "--owner",
      paramLabel = "ACCOUNT",
      description = "Whose image it is of (default: the hold itself).")
  private @Nullable String owner;

  /** The command in {@code console}. */
  public BlobVerifyCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Digest wanted = Digest.parse(digest);
    Optional<AtIdentifier> name = Optional.ofNullable(owner).map(AtIdentifier::parse);
    try (HoldSession session = session()) {
      Did did = name.map(session.names()::did).orElse(session.client().did());
      HoldImages hold = new HoldImages(session.client());
      long size = hold.size(did, wanted).orElseThrow(() -> BlobStatCommand.missing(wanted));
      boolean valid;
      try (ImageHold.Body body = hold.open(did, wanted, Optional.empty(), 0);
          Progress progress = new Progress(console, "verify", size)) {
        valid = matches(body.stream(), wanted, progress);
      }
      printer()
          .line(
              "%s  %s".formatted(wanted, valid ? "valid" : "NOT VALID"),
              () ->
                  Json.object()
                      .put("digest", wanted.toString())
                      .put("size", size)
                      .put("valid", valid));
      if (!valid) {
        throw new CommandFailure(
            ExitCode.VERIFICATION_FAILED,
            "the blob is damaged",
            "its bytes have another digest than " + wanted,
            "push the image again");
      }
    }
    return ExitCode.OK;
  }

  private static boolean matches(InputStream in, Digest wanted, Progress progress)
      throws IOException {
    MessageDigest hash = wanted.algorithm().newMessageDigest();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      hash.update(buffer, 0, n);
      progress.add(n);
    }
    return MessageDigest.isEqual(hash.digest(), wanted.bytes());
  }
}
