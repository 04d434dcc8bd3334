package dev.orlop.cli.transfer;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.oci.Descriptor;
import dev.orlop.cli.oci.ImageTree;
import dev.orlop.cli.oci.Manifest;
import dev.orlop.cli.oci.OciFormatException;
import dev.orlop.cli.oci.OciLayoutWriter;
import dev.orlop.cli.oci.OciLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Brings an image from a hold into a layout. */
public final class PullEngine {
  /** Downloads at a time. */
  private static final int WIDTH = 4;

  private final ImageHold hold;
  private final OciLimits limits;
  private final TransferListener listener;

  /** Pulls from {@code hold}. */
  public PullEngine(ImageHold hold, OciLimits limits, TransferListener listener) {
    this.hold = hold;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * What is pulled.
   *
   * @param root the digest of a manifest or index
   * @param tag under which it is named in the layout
   */
  public record Pull(Did owner, String repository, Digest root, Optional<String> tag) {}

  /** What came, and what the folder had already. */
  public record Pulled(
      Descriptor root, int manifests, long blobsReceived, long bytesReceived, long blobsKept) {}

  /** Pulls into {@code folder}; begun again after a failure, it goes on where it stopped. */
  public Pulled pull(Pull pull, Path folder) throws IOException {
    OciLayoutWriter writer = OciLayoutWriter.open(folder, limits);
    Descriptor root = ManifestFetcher.root(hold, pull, limits);
    ManifestFetcher fetcher = new ManifestFetcher(hold, pull.owner());
    ImageTree tree = ImageTree.walk(root, fetcher, limits);
    listener.expected(tree.totalBytes());
    for (Manifest manifest : tree.manifests()) {
      writer.publish(manifest.self().digest(), manifest.bytes());
      listener.moved(manifest.bytes().length);
    }
    Optional<Digest> counted = countedBlob(tree);
    AtomicLong received = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    Workers.forEach(
        requireContents(tree, pull.owner()),
        WIDTH,
        descriptor -> {
          boolean counts = counted.filter(descriptor.digest()::equals).isPresent();
          Optional<String> repository = counts ? Optional.of(pull.repository()) : Optional.empty();
          BlobDownload download =
              new BlobDownload(hold, writer, pull.owner(), descriptor, repository);
          download
              .run(listener)
              .ifPresent(
                  moved -> {
                    received.incrementAndGet();
                    bytes.addAndGet(moved);
                  });
        });
    Descriptor named = pull.tag().map(root::named).orElse(root);
    writer.finish(named);
    return new Pulled(
        named,
        tree.manifests().size(),
        received.get(),
        bytes.get(),
        tree.blobs().size() - received.get());
  }

  /**
   * The one request that makes the hold count this download: for the config of the first image. An
   * index is one download however many images it has.
   */
  private static Optional<Digest> countedBlob(ImageTree tree) {
    return tree.images().stream().findFirst().flatMap(Manifest::config).map(Descriptor::digest);
  }

  /** Content that is offered elsewhere may be missing here; all other must be in the hold. */
  private List<Descriptor> requireContents(ImageTree tree, Did owner) {
    List<Descriptor> wanted = new ArrayList<>();
    for (Descriptor descriptor : tree.blobs()) {
      if (descriptor.external() && hold.size(owner, descriptor.digest()).isEmpty()) {
        listener.note("left out, offered elsewhere: " + descriptor.digest());
        listener.moved(descriptor.size());
      } else {
        wanted.add(descriptor);
      }
    }
    return wanted;
  }

  /** Whether a file holds exactly this content. */
  static boolean isComplete(Path file, Descriptor descriptor) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != descriptor.size()) {
      return false;
    }
    return Hashing.file(file, descriptor.digest().algorithm()).equals(descriptor.digest());
  }

  /** A fault in what the hold gave. */
  static OciFormatException wrongContent(Descriptor descriptor) {
    return new OciFormatException(
        "the hold's content for " + descriptor.digest() + " has another digest");
  }
}
