package dev.orlop.cli.oci;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills a folder so that it is a layout at each moment, or not yet one: contents first, each by
 * rename; the index that names them last.
 *
 * <pre>
 * oci-layout
 * index.json
 * blobs/sha256/&lt;hex&gt;
 * .partial/sha256-&lt;hex&gt;     downloads that were cut off, to be resumed
 * </pre>
 */
public final class OciLayoutWriter {
  private static final String PARTIAL = ".partial";

  private final Path folder;
  private final OciLimits limits;

  private OciLayoutWriter(Path folder, OciLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Prepares a folder: a new one, an empty one, a layout, or one that an earlier pull left
   * unfinished.
   *
   * @throws OciFormatException if something else is in it
   */
  public static OciLayoutWriter open(Path folder, OciLimits limits) throws IOException {
    Files.createDirectories(folder);
    boolean ours =
        Files.exists(folder.resolve(OciLayout.MARKER)) || Files.exists(folder.resolve(PARTIAL));
    if (!ours && !isEmpty(folder)) {
      throw new OciFormatException(folder + " is not empty and is no OCI image layout");
    }
    Files.createDirectories(folder.resolve(PARTIAL));
    return new OciLayoutWriter(folder, limits);
  }

  /** Where content lies once it is complete and checked. */
  public Path blobPath(Digest digest) {
    return OciLayout.blobPath(folder, digest);
  }

  /** Where content grows. */
  public Path partialPath(Digest digest) {
    return folder.resolve(PARTIAL).resolve(digest.algorithm().prefix() + "-" + digest.hex());
  }

  /** Makes complete, checked content visible. */
  public void publish(Digest digest) throws IOException {
    Path target = blobPath(digest);
    Files.createDirectories(parent(target));
    Files.move(partialPath(digest), target, ATOMIC_MOVE);
  }

  /** Makes bytes visible whose digest has been checked. */
  public void publish(Digest digest, byte[] bytes) throws IOException {
    Files.write(partialPath(digest), bytes);
    publish(digest);
  }

  /** Names {@code root} in the index, beside what is there; the same tag or digest is replaced. */
  public void finish(Descriptor root) throws IOException {
    List<DataValue> roots = new ArrayList<>();
    if (Files.exists(folder.resolve(OciLayout.INDEX))) {
      // As they are: entries of other tools carry platforms and annotations that we do not model.
      for (DataValue entry : OciLayout.open(folder, limits).rawRoots()) {
        Descriptor other = Descriptor.of(entry);
        boolean sameName = root.refName().isPresent() && other.refName().equals(root.refName());
        if (!sameName && !other.digest().equals(root.digest())) {
          roots.add(entry);
        }
      }
    }
    roots.add(root.toData());
    DataMap marker = DataMap.builder().put("imageLayoutVersion", "1.0.0").build();
    DataMap index =
        DataMap.builder()
            .put("schemaVersion", 2)
            .put("mediaType", "application/vnd.oci.image.index.v1+json")
            .put("manifests", roots)
            .build();
    replace(OciLayout.MARKER, DataJson.write(marker));
    replace(OciLayout.INDEX, DataJson.write(index));
    Path partial = folder.resolve(PARTIAL);
    if (isEmpty(partial)) {
      Files.delete(partial);
    }
  }

  private void replace(String name, byte[] bytes) throws IOException {
    Path temp = folder.resolve(PARTIAL).resolve(name);
    Files.write(temp, bytes);
    Files.move(temp, folder.resolve(name), ATOMIC_MOVE);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a file without a folder: " + file);
    }
    return parent;
  }
}
