package dev.orlop.hold.pds.blobs;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Sha256;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holders in files of this process: a small one for each, in a folder for each blob. */
final class FileHolders implements Holders {
  private static final System.Logger LOGGER = System.getLogger(FileHolders.class.getName());
  private static final String TEMPORARY = ".tmp";

  private final Path root;
  private final Disk disk;
  private final References references;
  private final AtomicLong puts = new AtomicLong();

  /** Those who need blobs to stay share it; whoever takes one away has it alone. */
  private final ReadWriteLock staying = new ReentrantReadWriteLock();

  FileHolders(Path root, Disk disk, References references) {
    this.root = root;
    this.disk = disk;
    this.references = references;
  }

  private Path folder(Cid cid) {
    String hex = HexFormat.of().formatHex(cid.sha256());
    return root.resolve(hex.substring(0, 2)).resolve(hex);
  }

  private Path file(Did did, Cid cid) {
    byte[] name = Sha256.hash(did.toString().getBytes(StandardCharsets.UTF_8));
    return folder(cid).resolve(HexFormat.of().formatHex(name));
  }

  @Override
  public void put(HeldBlob blob) {
    whileNoneGoes(
        () -> {
          write(blob);
          return true;
        });
  }

  private void write(HeldBlob blob) {
    Path file = file(blob.holder(), blob.cid());
    Path folder = folder(blob.cid());
    disk.createDirectories(folder);
    // Two uploads of one blob at once must not write to one file, nor rename it twice.
    Path temporary = folder.resolve(file.getFileName() + "." + puts.incrementAndGet() + TEMPORARY);
    try (FileChannel channel = disk.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      disk.write(channel, ByteBuffer.wrap(blob.encode()), 0);
      disk.force(channel);
    } catch (IOException e) {
      throw new DiskException("close what is kept of a blob", e);
    }
    BlobStep.HOLDER_WRITTEN.reached();
    disk.move(temporary, file);
    disk.forceDirectory(folder);
  }

  @Override
  public Optional<HeldBlob> find(Did did, Cid cid) {
    return read(file(did, cid)).filter(held -> held.cid().equals(cid));
  }

  private static Optional<HeldBlob> read(Path file) {
    try {
      return Optional.of(HeldBlob.decode(Files.readAllBytes(file)));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DiskException("read what is kept of a blob", e);
    }
  }

  @Override
  public Set<Cid> among(Did did, Collection<Cid> blobs) {
    return blobs.stream().filter(cid -> find(did, cid).isPresent()).collect(Collectors.toSet());
  }

  @Override
  public Set<Cid> among(Collection<Cid> blobs) {
    return blobs.stream().filter(cid -> isHeld(folder(cid))).collect(Collectors.toSet());
  }

  private static boolean isHeld(Path folder) {
    return names(folder).stream().anyMatch(file -> !isTemporary(file));
  }

  /** By the folders of blobs whose digests begin alike: not all is in memory at once. */
  @Override
  public void forEach(Consumer<HeldBlob> action) {
    for (Path shard : names(root)) {
      for (Path folder : names(shard)) {
        names(folder).stream()
            .filter(file -> !isTemporary(file))
            .flatMap(file -> readable(file).stream())
            .forEach(action);
      }
    }
  }

  @Override
  public void forEachUnused(Consumer<HeldBlob> action) {
    forEach(
        blob -> {
          if (isUnused(blob)) {
            action.accept(blob);
          }
        });
    names(root).stream().flatMap(shard -> names(shard).stream()).forEach(this::tidy);
  }

  private boolean isUnused(HeldBlob blob) {
    try {
      return !references.has(blob.holder(), blob.cid());
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, blob.cid() + " stays, since nobody can say", e);
      return false;
    }
  }

  @Override
  public <T> T whileNoneGoes(Supplier<T> write) {
    return with(staying.readLock(), write);
  }

  private static <T> T with(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean removeUnused(HeldBlob blob) {
    return with(
        staying.writeLock(),
        () -> {
          // Uploaded again since it was looked at, it is to stay.
          boolean removed =
              find(blob.holder(), blob.cid()).equals(Optional.of(blob)) && isUnused(blob);
          if (removed) {
            disk.delete(file(blob.holder(), blob.cid()));
            disk.forceDirectory(folder(blob.cid()));
          }
          return removed;
        });
  }

  /** Takes away the folder of a blob that nobody holds, with what a crash left in it. */
  private void tidy(Path folder) {
    if (isHeld(folder)) {
      return;
    }
    boolean unused =
        with(
            staying.writeLock(),
            () -> {
              // Somebody may have come to hold it before the lock was had.
              boolean free = Files.isDirectory(folder) && !isHeld(folder);
              if (free) {
                names(folder).forEach(disk::delete);
                disk.delete(folder);
              }
              return free;
            });
  }

  /** A file that is none of ours, or damaged, is left for people to look at. */
  private static Optional<HeldBlob> readable(Path file) {
    try {
      return read(file);
    } catch (IllegalArgumentException e) {
      LOGGER.log(System.Logger.Level.WARNING, file + " cannot be read", e);
      return Optional.empty();
    }
  }

  private static boolean isTemporary(Path file) {
    return file.getFileName().toString().endsWith(TEMPORARY);
  }

  private static List<Path> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (IOException e) {
      throw new DiskException("list who holds blobs", e);
    }
  }
}
