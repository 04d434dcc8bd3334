package dev.orlop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An OCI image layout with an index of two platforms, written out by hand. */
final class SmallImage {
  private final Path folder;
  private final Digest root;

  private SmallImage(Path folder, Digest root) {
    this.folder = folder;
    this.root = root;
  }

  static SmallImage write(Path folder, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> images = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      byte[] config =
          ("{\"os\":\"linux\",\"architecture\":\"" + architecture + "\",\"n\":" + seed + "}")
              .getBytes(UTF_8);
      byte[] layer = new byte[100_000];
      random.nextBytes(layer);
      String manifest =
          "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
              + "\"config\":"
              + blob(folder, "application/vnd.oci.image.config.v1+json", config)
              + ",\"layers\":["
              + blob(folder, "application/vnd.oci.image.layer.v1.tar", layer)
              + "]}";
      images.add(
          blob(folder, "application/vnd.oci.image.manifest.v1+json", manifest.getBytes(UTF_8)));
    }
    byte[] index =
        ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
                + "\"manifests\":["
                + String.join(",", images)
                + "]}")
            .getBytes(UTF_8);
    String top = blob(folder, "application/vnd.oci.image.index.v1+json", index);
    Files.writeString(
        folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + top + "]}");
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return new SmallImage(folder, Digest.hash(Digest.Algorithm.SHA256, index));
  }

  private static String blob(Path folder, String mediaType, byte[] bytes) throws IOException {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, bytes);
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    Files.write(blobs.resolve(digest.hex()), bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, digest, bytes.length);
  }

  Path folder() {
    return folder;
  }

  Digest root() {
    return root;
  }

  /** Every blob of a layout, by its file name, as text to compare. */
  static Map<String, String> blobs(Path layout) throws IOException {
    Map<String, String> blobs = new TreeMap<>();
    try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        blobs.put(file.getFileName().toString(), Digest.hash(Digest.Algorithm.SHA256, bytes).hex());
      }
    }
    return blobs;
  }
}
