package dev.orlop.hold.blob.file;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.DigestLocks;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.SmallBlobs;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Blobs in files; {@link BlobPaths} draws the layout. */
public final class FileBlobStore implements BlobStore {
  private static final BlobLocation.Missing MISSING = new BlobLocation.Missing();

  private final BlobPaths paths;
  private final Disk disk;
  private final SmallBlobs small;

  /** From anywhere: two stores that are open on one folder must not take the same names. */
  private final AtomicLong nextStaged =
      new AtomicLong(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2));

  // Publishing and deleting one digest exclude each other: both touch its folder.
  private final DigestLocks locks = new DigestLocks();

  /** Opens the store of a folder, and removes what a crash left in staging. */
  public FileBlobStore(Path root, Disk disk, SmallBlobs.Settings small) {
    this.paths = new BlobPaths(root.toAbsolutePath());
    this.disk = disk;
    this.small = new SmallBlobs(small);
    disk.createDirectories(paths.staging());
    sweepStaging();
  }

  /** A store on this machine's disk with the default cache. */
  public FileBlobStore(Path root) {
    this(root, Disk.REAL, SmallBlobs.Settings.DEFAULT);
  }

  /** Where uploads may gather what {@link #adopt} takes over: on the same file system. */
  public Path uploadsFolder() {
    return paths.uploads();
  }

  private void sweepStaging() {
    try (Stream<Path> leftovers = Files.list(paths.staging())) {
      leftovers.forEach(disk::delete);
    } catch (IOException e) {
      throw new DiskException("list staging", e);
    }
  }

  @Override
  public BlobLocation locate(Digest digest) {
    Optional<BlobLocation.InMemory> known = small.get(digest);
    if (known.isPresent()) {
      return known.get();
    }
    Path file = paths.data(digest);
    long size;
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        return MISSING;
      }
      size = found.size();
    } catch (NoSuchFileException _) {
      return MISSING;
    } catch (IOException e) {
      throw new DiskException("look for a blob", e);
    }
    if (!small.wants(size)) {
      return new BlobLocation.Local(file, size);
    }
    Optional<BlobLocation.InMemory> read = small.get(digest, () -> read(file));
    return read.isPresent() ? read.get() : MISSING;
  }

  private static Optional<BlobLocation.InMemory> read(Path file) {
    try {
      return Optional.of(new BlobLocation.InMemory(Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DiskException("read a blob", e);
    }
  }

  @Override
  public StagedBlob stage(Digest.Algorithm algorithm) {
    return new StagedFile(this, paths.staged(nextStaged.incrementAndGet()), disk, algorithm);
  }

  @Override
  public void adopt(Path verified, Digest digest) {
    try (var _ = locks.take(digest)) {
      Path folder = paths.folder(digest);
      disk.createDirectories(folder);
      disk.move(verified, paths.data(digest));
      // What was there may have been damaged, and in memory be so still.
      small.forget(digest);
      BlobStep.RENAMED.reached();
      disk.forceDirectory(folder);
    }
  }

  @Override
  public List<ListedBlob> list(Shelf shelf, Optional<Digest> after, int limit) {
    return BlobLister.list(paths, shelf, after, limit);
  }

  /** The stored blobs of a folder that another process may have open. */
  public static List<StoredBlob> list(Path root, Optional<Digest> after, int limit) {
    return BlobLister.list(new BlobPaths(root.toAbsolutePath()), Shelf.STORED, after, limit)
        .stream()
        .map(ListedBlob::stored)
        .toList();
  }

  /** The file of a blob in such a folder, whether it is there or not. */
  public static Path file(Path root, Digest digest) {
    return new BlobPaths(root.toAbsolutePath()).data(digest);
  }

  @Override
  public BlobCheck verify(Digest digest, long bytesPerSecond) {
    return BlobVerifier.verify(paths.data(digest), digest, bytesPerSecond);
  }

  @Override
  public boolean delete(Digest digest) {
    try (var _ = locks.take(digest)) {
      Path data = paths.data(digest);
      boolean there = Files.exists(data);
      disk.delete(data);
      small.forget(digest);
      disk.delete(paths.folder(digest));
      if (there) {
        // Deleted means deleted: the name must not come back with a power cut.
        disk.forceDirectory(paths.shard(digest));
      }
      return there;
    }
  }

  @Override
  public boolean trash(Digest digest, Runnable lastLook) {
    try (var _ = locks.take(digest)) {
      Path data = paths.data(digest);
      if (!Files.exists(data)) {
        return false;
      }
      // Before it is moved: a crash in between must not leave it there with a time of long ago.
      touch(data);
      disk.createDirectories(paths.trashShard(digest));
      lastLook.run();
      disk.move(data, paths.trashed(digest));
      small.forget(digest);
      BlobStep.TRASHED.reached();
      disk.delete(paths.folder(digest));
      disk.forceDirectory(paths.trashShard(digest));
      return true;
    }
  }

  @Override
  public boolean restore(Digest digest) {
    try (var _ = locks.take(digest)) {
      Path trashed = paths.trashed(digest);
      if (!Files.exists(trashed)) {
        return false;
      }
      if (Files.exists(paths.data(digest))) {
        disk.delete(trashed);
        return true;
      }
      touch(trashed);
      disk.createDirectories(paths.folder(digest));
      disk.move(trashed, paths.data(digest));
      BlobStep.RESTORED.reached();
      disk.forceDirectory(paths.folder(digest));
      return true;
    }
  }

  @Override
  public void purge(List<Digest> digests) {
    Set<Path> shards = new LinkedHashSet<>();
    for (Digest digest : digests) {
      disk.delete(paths.trashed(digest));
      shards.add(paths.trashShard(digest));
    }
    shards.stream().filter(Files::isDirectory).forEach(disk::forceDirectory);
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw new DiskException("say since when a blob lies there", e);
    }
  }
}
