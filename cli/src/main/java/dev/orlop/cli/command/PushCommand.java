package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.oci.Descriptor;
import dev.orlop.cli.oci.ImageTree;
import dev.orlop.cli.oci.OciLayout;
import dev.orlop.cli.oci.OciLimits;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Console;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.remote.HoldImages;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.transfer.ImageName;
import dev.orlop.cli.transfer.PushEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code orlop push}. */
@Command(
    name = "push",
    description = {
      "Push an image from an OCI image layout straight to a hold, its manifests included.",
      "Sends only what the hold lacks; after a failure, push again."
    },
    footer = {
      "",
      "  skopeo copy docker://docker.io/library/alpine oci:alpine:latest",
      "  orlop push alpine alice.test/alpine:latest",
      "",
      "JSON: image, digest, mediaType, blobsSent, bytesSent, blobsSkipped, manifests, pull."
    })
public final class PushCommand extends HoldCommand {
  @Parameters(index = "0", paramLabel = "DIR", description = "The image layout.")
  private Path folder = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OWNER/REPO[:TAG]",
      description = "Where to: OWNER is a handle or a DID.")
  private String image = "";

  @Option(
      names = "--ref",
      paramLabel = "NAME",
      description = "Which image of the layout: its ref name or digest, where it has several.")
  private @Nullable String ref;

  /** The command in {@code console}. */
  public PushCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    ImageName name = ImageName.parse(image);
    OciLayout layout =
        OciLayout.open(console.workingDirectory().resolve(folder), OciLimits.DEFAULT);
    Descriptor root = root(layout, name);
    ImageTree tree = ImageTree.walk(root, layout, OciLimits.DEFAULT);
    try (HoldSession session = session(name.owner());
        TransferProgress progress = new TransferProgress(console, "push")) {
      Did owner = session.names().did(name.owner());
      PushEngine engine = new PushEngine(new HoldImages(session.client()), progress);
      PushEngine.Pushed pushed =
          engine.push(new PushEngine.Push(layout, tree, owner, name.repository(), name.tag()));
      print(name, root, pushed);
    }
    return ExitCode.OK;
  }

  private void print(ImageName name, Descriptor root, PushEngine.Pushed pushed) {
    String plain =
        new ImageName(name.owner(), name.repository(), Optional.empty(), Optional.of(root.digest()))
            .toString();
    String command = "orlop pull " + plain + " DIR" + placeFlags();
    List<String> lines = new ArrayList<>();
    lines.add(
        "pushed %s: %d blobs, %s sent, %d there already"
            .formatted(
                name, pushed.blobsSent(), Bytes.text(pushed.bytesSent()), pushed.blobsSkipped()));
    lines.add("digest  " + root.digest());
    lines.add("pull    " + command);
    printer()
        .lines(
            () -> lines,
            () ->
                Json.object()
                    .put("image", name.toString())
                    .put("digest", root.digest().toString())
                    .put("mediaType", root.mediaType())
                    .put("blobsSent", pushed.blobsSent())
                    .put("bytesSent", pushed.bytesSent())
                    .put("blobsSkipped", pushed.blobsSkipped())
                    .put("manifests", pushed.manifests())
                    .put("pull", command));
  }

  /** The one image meant: by --ref or digest, else the only one, else the one of the tag's name. */
  private Descriptor root(OciLayout layout, ImageName name) {
    List<Descriptor> roots = layout.roots();
    Optional<String> wanted =
        Optional.ofNullable(ref).or(() -> name.digest().map(Object::toString));
    if (wanted.isPresent()) {
      return single(roots, wanted.get());
    }
    if (roots.size() == 1) {
      return roots.getFirst();
    }
    return single(roots, name.tag().orElse("latest"));
  }

  private Descriptor single(List<Descriptor> roots, String wanted) {
    List<Descriptor> found =
        roots.stream()
            .filter(
                root ->
                    root.refName().filter(wanted::equals).isPresent()
                        || root.digest().toString().equals(wanted))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    List<String> choice =
        roots.stream()
            .map(root -> root.refName().orElseGet(() -> root.digest().toString()))
            .toList();
    throw new CommandFailure(
        ExitCode.NOT_FOUND,
        "the layout has no single image " + wanted,
        choice.isEmpty() ? "it has none at all" : "it has " + String.join(", ", choice),
        "name one with --ref");
  }
}
