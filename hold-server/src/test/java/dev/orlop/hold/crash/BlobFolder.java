package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at the files of blobs, knowing of the layout no more than an operator does. */
final class BlobFolder {
  private final Path folder;
  // What was read once and did not change since is not read again.
  private final Map<Path, FileTime> read = new HashMap<>();

  BlobFolder(Path folder) {
    this.folder = folder;
  }

  /** The blobs that readers see; each has the bytes that its name says. */
  Map<Digest, Long> blobs() throws IOException {
    Map<Digest, Long> blobs = new HashMap<>();
    for (Path file : files(folder.resolve("docker"))) {
      assertEquals("data", file.getFileName().toString(), file::toString);
      Digest digest = Digest.parse("sha256:" + file.getName(file.getNameCount() - 2));
      FileTime time = Files.getLastModifiedTime(file);
      if (!time.equals(read.put(file, time))) {
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(digest, Digest.hash(Digest.Algorithm.SHA256, bytes), file::toString);
      }
      blobs.put(digest, Files.size(file));
    }
    return blobs;
  }

  /** Files of blobs that were on their way and never will arrive. */
  List<Path> leftovers() throws IOException {
    return files(folder.resolve("staging"));
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }
}
