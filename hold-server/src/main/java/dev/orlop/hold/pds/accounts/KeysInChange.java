package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of accounts that are being exchanged, of each at most two files:
 *
 * <pre>
 * {@code <did>.next}    the key that is to come; on disk before anybody is told of it
 * {@code <did>.before}  the key that was: the network knows of the next one, and must be told all
 * </pre>
 */
final class KeysInChange {
  private static final String NEXT = ".next";
  private static final String BEFORE = ".before";

  private final Disk disk;
  private final Path folder;

  KeysInChange(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** Whose keys are being exchanged. */
  List<Did> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(NEXT) || name.endsWith(BEFORE))
          .map(name -> Did.parse(name.substring(0, name.lastIndexOf('.'))))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new DiskException("read the folder of keys in change", e);
    }
  }

  /** The key that is to come. */
  Optional<SigningKey> next(Did did) {
    return find(did, NEXT);
  }

  /** The key that was. */
  Optional<SigningKey> before(Did did) {
    return find(did, BEFORE);
  }

  private Optional<SigningKey> find(Did did, String ending) {
    Path file = file(did, ending);
    return Files.exists(file) ? Optional.of(AccountKeys.read(file)) : Optional.empty();
  }

  /** Makes the key that is to come; it is on disk when this returns. */
  SigningKey makeNext(Did did) {
    SigningKey key = SigningKey.generate(KeyType.K256);
    write(file(did, NEXT), key);
    return key;
  }

  /** Keeps the key that was, if that is not done. */
  void keep(Did did, SigningKey key) {
    Path file = file(did, BEFORE);
    if (!Files.exists(file)) {
      write(file, key);
    }
  }

  /** A file that has its name is whole: after a crash its being there says something. */
  private void write(Path file, SigningKey key) {
    disk.createDirectories(folder);
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    disk.delete(unfinished);
    AccountKeys.writeNew(unfinished, key);
    disk.move(unfinished, file);
    disk.forceDirectory(folder);
  }

  /** Moves the key that is to come to its place, if it is still here. */
  void moveNext(Did did, Path place, Path placeFolder) {
    Path file = file(did, NEXT);
    if (Files.exists(file)) {
      disk.move(file, place);
      disk.forceDirectory(placeFolder);
      disk.forceDirectory(folder);
    }
  }

  /** Nothing of an exchange is left to be done, or it is given up. */
  void forget(Did did) {
    disk.delete(file(did, NEXT));
    disk.delete(file(did, BEFORE));
  }

  private Path file(Did did, String ending) {
    return folder.resolve(did + ending);
  }
}
