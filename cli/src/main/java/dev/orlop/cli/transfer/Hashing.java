package dev.orlop.cli.transfer;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Hashes files. */
final class Hashing {
  static final int BUFFER_BYTES = 1 << 16;

  private Hashing() {}

  static Digest file(Path file, Digest.Algorithm algorithm) throws IOException {
    MessageDigest hash = algorithm.newMessageDigest();
    update(hash, file);
    return Digest.of(algorithm, hash.digest());
  }

  static void update(MessageDigest hash, Path file) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
  }
}
