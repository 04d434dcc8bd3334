package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.oci.OciLimits;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldImages;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.transfer.ImageName;
import dev.orlop.cli.transfer.PullEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code orlop pull}. */
@Command(
    name = "pull",
    description = {
      "Pull an image from a hold into an OCI image layout. Every digest is checked; what is there",
      "already is kept, what was cut off is resumed. Counts as one pull, an index too."
    },
    footer = {
      "",
      "JSON: image, digest, mediaType, manifests, blobsReceived, bytesReceived, blobsKept."
    })
public final class PullCommand extends HoldCommand {
  @Parameters(
      index = "0",
      paramLabel = "OWNER/REPO[:TAG]@DIGEST",
      description = "Which image, by the digest that push printed. TAG names it in the layout.")
  private String image = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "The layout to make or add to.")
  private Path folder = Path.of("");

  /** The command in {@code console}. */
  public PullCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    ImageName name = ImageName.parse(image);
    Digest digest = name.digest().orElseThrow(() -> needsDigest(name));
    try (HoldSession session = session(name.owner());
        TransferProgress progress = new TransferProgress(console, "pull")) {
      Did owner = session.names().did(name.owner());
      PullEngine engine =
          new PullEngine(new HoldImages(session.client()), OciLimits.DEFAULT, progress);
      PullEngine.Pulled pulled =
          engine.pull(
              new PullEngine.Pull(owner, name.repository(), digest, name.tag()),
              console.workingDirectory().resolve(folder));
      print(name, pulled);
    }
    return ExitCode.OK;
  }

  private void print(ImageName name, PullEngine.Pulled pulled) {
    printer()
        .lines(
            () ->
                List.of(
                    "pulled %s into %s: %d blobs, %s received, %d there already"
                        .formatted(
                            name,
                            folder,
                            pulled.blobsReceived(),
                            Bytes.text(pulled.bytesReceived()),
                            pulled.blobsKept())),
            () ->
                Json.object()
                    .put("image", name.toString())
                    .put("digest", pulled.root().digest().toString())
                    .put("mediaType", pulled.root().mediaType())
                    .put("manifests", pulled.manifests())
                    .put("blobsReceived", pulled.blobsReceived())
                    .put("bytesReceived", pulled.bytesReceived())
                    .put("blobsKept", pulled.blobsKept()));
  }

  private static CommandFailure needsDigest(ImageName name) {
    return new CommandFailure(
        ExitCode.USAGE,
        "which version of " + name + "?",
        "a hold knows digests; tags are kept by the owner's own server",
        "orlop pull " + name + "@sha256:... DIR, with the digest that push printed");
  }
}
