package dev.orlop.hold.blob.file;

import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists blobs by reading folders; names that are no digest are passed over. */
final class BlobLister {
  private BlobLister() {}

  static List<StoredBlob> list(BlobPaths paths, Optional<Digest> after, int limit) {
    List<StoredBlob> found = new ArrayList<>();
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      if (after.isPresent() && algorithm.compareTo(after.get().algorithm()) < 0) {
        continue;
      }
      for (String shard : names(paths.algorithm(algorithm))) {
        if (isBefore(shard, algorithm, after)) {
          continue;
        }
        for (String name : names(paths.algorithm(algorithm).resolve(shard))) {
          if (found.size() >= limit) {
            return found;
          }
          add(paths, algorithm, name, after, found);
        }
      }
    }
    return found;
  }

  private static boolean isBefore(
      String shard, Digest.Algorithm algorithm, Optional<Digest> after) {
    return after.isPresent()
        && after.get().algorithm() == algorithm
        && shard.compareTo(after.get().hex().substring(0, 2)) < 0;
  }

  private static void add(
      BlobPaths paths,
      Digest.Algorithm algorithm,
      String name,
      Optional<Digest> after,
      List<StoredBlob> found) {
    Digest digest;
    try {
      digest = Digest.parse(algorithm.prefix() + ":" + name);
    } catch (InvalidDigestException _) {
      return;
    }
    if (after.isPresent() && digest.compareTo(after.get()) <= 0) {
      return;
    }
    try {
      found.add(new StoredBlob(digest, Files.size(paths.data(digest))));
    } catch (NoSuchFileException _) {
      // A folder without data: deleted just now, or a crash came before the rename.
    } catch (IOException e) {
      throw new DiskException("look at a blob", e);
    }
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (IOException e) {
      throw new DiskException("list blobs", e);
    }
  }
}
