package dev.orlop.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.car.cid.Digest;
import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetPorts;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.oci.Descriptor;
import dev.orlop.cli.oci.OciLayoutWriter;
import dev.orlop.cli.oci.OciLimits;
import dev.orlop.cli.output.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Walks through what a start and a request need, so that the JVM can record which classes to keep
 * ready in its AOT cache. Run once by {@code scripts/aot-cache}.
 *
 * <p>It starts a devnet in a temporary folder twice, the second time on what the first left, and
 * has an image pushed, pulled, counted and proved by the very commands that a user gives; and a
 * member writes records.
 */
@Command(name = "train", hidden = true, description = "Exercise a hold for the AOT cache.")
public final class TrainCommand extends BaseCommand {
  private static final String IMAGE = "alice.test/training";

  @Spec private @Nullable CommandSpec spec;

  /** The command in {@code console}. */
  public TrainCommand(Console console) {
    super(console);
  }

  @Override
  protected ExitCode run() throws IOException {
    Logging.server();
    Path root = Files.createTempDirectory("orlop-train");
    try {
      Path network = root.resolve("devnet");
      Digest image = makeImage(root.resolve("image"));
      try (Devnet _ = start(network)) {
        orlop("push", root.resolve("image").toString(), IMAGE, "--dir", network.toString());
      }
      try (Devnet devnet = start(network)) {
        String pulled = root.resolve("pulled").toString();
        orlop("pull", IMAGE + "@" + image, pulled, "--dir", network.toString());
        orlop("stats", "show", IMAGE, "--dir", network.toString());
        orlop("crew", "list", "--dir", network.toString());
        Path export = root.resolve("export.car");
        orlop("repo", "export", "--dir", network.toString(), "--file", export.toString());
        orlop("repo", "verify", export.toString());
        TrainingMember.signIn(devnet.state(), devnet.state().accounts().getFirst()).run();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    } finally {
      delete(root);
    }
    return ExitCode.OK;
  }

  private static Devnet start(Path folder) throws IOException {
    int hold = Devnet.holdPort(folder, Optional.of(0));
    return Devnet.start(folder, new DevnetPorts(0, hold, 0, 0), InstantSource.system());
  }

  /** What fails here would only be slower later. */
  private void orlop(String... args) {
    if (spec != null) {
      IFactory factory = spec.root().commandLine().getFactory();
      new CommandLine(RootCommand.class, factory).execute(args);
    }
  }

  /** An image of one layer, too large to be kept in memory by the hold. */
  private static Digest makeImage(Path folder) throws IOException {
    OciLayoutWriter layout = OciLayoutWriter.open(folder, OciLimits.DEFAULT);
    byte[] layer = new byte[1 << 20];
    byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(UTF_8);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
        "config":%s,"layers":[%s]}
        """
            .formatted(
                add(layout, "application/vnd.oci.image.config.v1+json", config),
                add(layout, "application/vnd.oci.image.layer.v1.tar", layer));
    byte[] bytes = manifest.getBytes(UTF_8);
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, bytes);
    layout.publish(digest, bytes);
    layout.finish(
        Descriptor.of("application/vnd.oci.image.manifest.v1+json", digest, bytes.length));
    return digest;
  }

  private static String add(OciLayoutWriter layout, String mediaType, byte[] bytes)
      throws IOException {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, bytes);
    layout.publish(digest, bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, bytes.length);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
