package dev.orlop.cli.oci;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A folder that holds images: {@code oci-layout}, {@code index.json} and {@code blobs/}. */
public final class OciLayout implements ManifestSource {
  /** The file that marks a layout. */
  public static final String MARKER = "oci-layout";

  /** The file that names the roots. */
  public static final String INDEX = "index.json";

  private static final int MAX_MARKER_BYTES = 4096;

  private final Path folder;
  private final List<DataValue> rawRoots;
  private final List<Descriptor> roots;

  private OciLayout(Path folder, List<DataValue> rawRoots) {
    this.folder = folder;
    this.rawRoots = List.copyOf(rawRoots);
    this.roots = rawRoots.stream().map(Descriptor::of).toList();
  }

  /**
   * Opens a layout that is there.
   *
   * @throws NoSuchFileException if there is no such folder
   * @throws OciFormatException if the folder is none
   */
  public static OciLayout open(Path folder, OciLimits limits) throws IOException {
    if (!Files.exists(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    if (!Files.isRegularFile(folder.resolve(MARKER))) {
      throw new OciFormatException(folder + " is no OCI image layout: it has no file " + MARKER);
    }
    DataMap marker = Manifest.json(read(folder.resolve(MARKER), MAX_MARKER_BYTES), MARKER);
    String version = marker.text("imageLayoutVersion").orElse("none");
    if (!version.startsWith("1.")) {
      throw new OciFormatException("an image layout of version " + version + ", only 1 is known");
    }
    DataMap index = Manifest.json(read(folder.resolve(INDEX), limits.maxIndexBytes()), INDEX);
    return new OciLayout(
        folder,
        index
            .array("manifests")
            .orElseThrow(() -> new OciFormatException(INDEX + " has no array manifests")));
  }

  /** What index.json names. */
  public List<Descriptor> roots() {
    return roots;
  }

  /** The same as JSON, with all that their writer put there. */
  List<DataValue> rawRoots() {
    return rawRoots;
  }

  /** Where content lies; built of the parsed digest alone, so it cannot lead out of the folder. */
  public static Path blobPath(Path folder, Digest digest) {
    return folder.resolve("blobs").resolve(digest.algorithm().prefix()).resolve(digest.hex());
  }

  /**
   * The file that holds content.
   *
   * @throws OciFormatException if it is missing or has another size than its descriptor says
   */
  public Path blob(Descriptor descriptor) throws IOException {
    Path file = blobPath(folder, descriptor.digest());
    if (!Files.isRegularFile(file)) {
      throw new OciFormatException("the layout lacks " + descriptor.digest());
    }
    if (Files.size(file) != descriptor.size()) {
      throw new OciFormatException(
          "%s is %d bytes long, its descriptor says %d"
              .formatted(descriptor.digest(), Files.size(file), descriptor.size()));
    }
    return file;
  }

  /** Whether the content is in the folder, of whatever size. */
  public boolean has(Digest digest) {
    return Files.exists(blobPath(folder, digest), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public byte[] read(Descriptor descriptor, int maxBytes) throws IOException {
    return read(blob(descriptor), maxBytes);
  }

  private static byte[] read(Path file, int maxBytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new OciFormatException(file.getFileName() + " exceeds " + maxBytes + " bytes");
      }
      return bytes;
    }
  }
}
