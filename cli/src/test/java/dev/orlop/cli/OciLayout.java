package dev.orlop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** An OCI image layout with one image, whose layers may be many or large. */
final class OciLayout {
  private static final int PIECE = 1 << 20;
  private final Path folder;
  private final Random random;
  private final List<String> layers = new ArrayList<>();

  OciLayout(Path folder, long seed) throws IOException {
    this.folder = folder;
    this.random = new Random(seed);
    Files.createDirectories(folder.resolve("blobs/sha256"));
  }

  /** Adds a layer of random bytes; one longer than a MiB is that over and over, each other. */
  OciLayout layer(long size) throws IOException {
    byte[] piece = new byte[(int) Math.min(size, PIECE)];
    random.nextBytes(piece);
    Path file = folder.resolve("layer");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < size; written += piece.length) {
        piece[0]++;
        piece[(int) (written / PIECE % piece.length)]++;
        out.write(piece, 0, (int) Math.min(piece.length, size - written));
      }
    }
    String hex = sha256(file);
    Files.move(file, blob(hex));
    layers.add(descriptor("application/vnd.oci.image.layer.v1.tar", hex, size));
    return this;
  }

  /** Writes what names the layers, and so ends the image. */
  Path write() throws IOException {
    String config =
        add(
            "application/vnd.oci.image.config.v1+json",
            "{\"os\":\"linux\",\"architecture\":\"amd64\",\"n\":" + random.nextLong() + "}");
    String manifest =
        add(
            "application/vnd.oci.image.manifest.v1+json",
            """
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
            "config":%s,"layers":[%s]}
            """
                .formatted(config, String.join(",", layers)));
    Files.writeString(
        folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + manifest + "]}");
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return folder;
  }

  private String add(String mediaType, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    String hex = Digest.hash(Digest.Algorithm.SHA256, bytes).hex();
    Files.write(blob(hex), bytes);
    return descriptor(mediaType, hex, bytes.length);
  }

  private Path blob(String hex) {
    return folder.resolve("blobs/sha256").resolve(hex);
  }

  private static String descriptor(String mediaType, String hex, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(mediaType, hex, size);
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream hashed =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      hashed.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(hashed.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
