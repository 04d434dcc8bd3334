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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Who holds which blob: a small file for each, in a folder for each blob. */
final class Holders {
  private static final System.Logger LOGGER = System.getLogger(Holders.class.getName());
  private static final String TEMPORARY = ".tmp";

  private final Path root;
  private final Disk disk;
  private final AtomicLong puts = new AtomicLong();

  Holders(Path root, Disk disk) {
    this.root = root;
    this.disk = disk;
    disk.createDirectories(root);
  }

  private Path folder(Cid cid) {
    String hex = HexFormat.of().formatHex(cid.sha256());
    return root.resolve(hex.substring(0, 2)).resolve(hex);
  }

  private Path file(Did did, Cid cid) {
    byte[] name = Sha256.hash(did.toString().getBytes(StandardCharsets.UTF_8));
    return folder(cid).resolve(HexFormat.of().formatHex(name));
  }

  /** Writes down that an account holds a blob; durable when the call returns. */
  void put(HeldBlob blob) {
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

  /** What an account holds under a CID. */
  Optional<HeldBlob> find(Did did, Cid cid) {
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

  /** Whether anybody holds a blob. */
  boolean anyOf(Cid cid) {
    return names(folder(cid)).stream().anyMatch(file -> !isTemporary(file));
  }

  /** Forgets that an account holds a blob, for good: before the bytes go, nobody may hold them. */
  void remove(Did did, Cid cid) {
    disk.delete(file(did, cid));
    disk.forceDirectory(folder(cid));
  }

  /** Takes away the folder of a blob that nobody holds, with what a crash left in it. */
  void tidy(Cid cid) {
    Path folder = folder(cid);
    names(folder).stream().filter(Holders::isTemporary).forEach(disk::delete);
    disk.delete(folder);
  }

  /** How many shards there are. */
  static final int SHARDS = 256;

  /** Who holds what of one shard, that is, of the blobs whose digests begin alike. */
  List<HeldBlob> all(int shard) {
    Path folder = root.resolve(HexFormat.of().toHexDigits((byte) shard));
    return names(folder).stream()
        .flatMap(blob -> names(blob).stream())
        .filter(file -> !isTemporary(file))
        .flatMap(file -> readable(file).stream())
        .toList();
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
