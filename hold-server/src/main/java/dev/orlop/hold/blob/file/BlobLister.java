package dev.orlop.hold.blob.file;

import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists blobs by reading folders; names that are no digest are passed over. */
final class BlobLister {
  private BlobLister() {}

  static List<ListedBlob> list(BlobPaths paths, Shelf shelf, Optional<Digest> after, int limit) {
    List<ListedBlob> found = new ArrayList<>();
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      if (after.isPresent() && algorithm.compareTo(after.get().algorithm()) < 0) {
        continue;
      }
      for (String shard : names(paths.algorithm(shelf, algorithm))) {
        if (isBefore(shard, algorithm, after)) {
          continue;
        }
        for (String name : names(paths.algorithm(shelf, algorithm).resolve(shard))) {
          if (found.size() >= limit) {
            return found;
          }
          add(paths, shelf, algorithm, name, after, found);
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
      Shelf shelf,
      Digest.Algorithm algorithm,
      String name,
      Optional<Digest> after,
      List<ListedBlob> found) {
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
      BasicFileAttributes file =
          Files.readAttributes(paths.bytes(shelf, digest), BasicFileAttributes.class);
      found.add(new ListedBlob(digest, file.size(), file.lastModifiedTime().toInstant()));
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
