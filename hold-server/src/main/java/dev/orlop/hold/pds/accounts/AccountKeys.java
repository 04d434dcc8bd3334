package dev.orlop.hold.pds.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Sha256;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The signing keys of accounts, each in a file that its owner alone may read, and those that were
 * promised to accounts that are still to come.
 */
public final class AccountKeys {
  private static final String ROTATION = "rotation.key";
  private static final String ACCOUNTS = "accounts";
  private static final int MAX_CACHED = 1000;

  /** Anybody may ask for a key to be kept, so there must be an end to it. */
  private static final int MAX_RESERVED = 1000;

  private final Disk disk;
  private final Path rotation;
  private final Path accounts;
  private final Path reserved;
  private final KeysInChange changing;
  private final Did own;
  private final SigningKey ownKey;
  private final Cache<Did, SigningKey> keys = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

  /**
   * Keys in a folder.
   *
   * @param own the server's own account, whose key is elsewhere
   */
  public AccountKeys(Disk disk, Path folder, Did own, SigningKey ownKey) {
    this.disk = disk;
    this.rotation = folder.resolve(ROTATION);
    this.accounts = folder.resolve(ACCOUNTS);
    this.reserved = folder.resolve("reserved");
    this.changing = new KeysInChange(disk, folder.resolve("changing"));
    this.own = own;
    this.ownKey = ownKey;
  }

  /**
   * The key of an account.
   *
   * @throws DiskException if it cannot be read
   */
  public SigningKey of(Did did) {
    return did.equals(own) ? ownKey : keys.get(did, known -> read(file(known)));
  }

  /** The key with which the server changes the DIDs of its accounts; made when first needed. */
  public synchronized SigningKey rotation() {
    return rotation(rotation);
  }

  /** The same of the server whose keys are in a folder, for whoever prepares it. */
  public static SigningKey rotationIn(Path folder) {
    return rotation(folder.resolve(ROTATION));
  }

  private static SigningKey rotation(Path file) {
    if (!Files.exists(file)) {
      writeNew(file, SigningKey.generate(KeyType.K256));
    }
    return read(file);
  }

  /** The key of an account of the server whose keys are in a folder; empty if it is not there. */
  public static Optional<SigningKey> findIn(Path folder, Did did) {
    Path file = file(folder.resolve(ACCOUNTS), did);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Writes the key of a new account; when this returns it is on disk. */
  void write(Did did, SigningKey key) {
    Path file = file(did);
    disk.createDirectories(shard(did));
    // One that is there was left by a creation that was cut off.
    disk.delete(file);
    writeNew(file, key);
    keys.put(did, key);
  }

  /** Removes the key of an account that is gone. */
  void remove(Did did) {
    disk.delete(file(did));
    disk.delete(KeyFile.unfinished(file(did)));
    changing.forget(did);
    keys.invalidate(did);
  }

  /** The keys that are being exchanged. */
  KeysInChange changing() {
    return changing;
  }

  /** Puts an account's next key in the place of its key, which is kept beside until all know. */
  void exchange(Did did) {
    changing.keep(did, of(did));
    AccountStep.KEY_KEPT.reached();
    changing.moveNext(did, file(did), shard(did));
    keys.put(did, read(file(did)));
  }

  /**
   * A key for an account that is to come; for the same name the same again.
   *
   * @return empty if too many are reserved
   */
  public synchronized Optional<SigningKey> reserve(Optional<Did> did) {
    SigningKey key = SigningKey.generate(KeyType.K256);
    Path file = reservedFile(did.map(Did::toString).orElse(key.publicKey().didKey()));
    if (Files.exists(file)) {
      return Optional.of(read(file));
    }
    disk.createDirectories(reserved);
    if (countReserved() >= MAX_RESERVED) {
      return Optional.empty();
    }
    writeNew(file, key);
    return Optional.of(key);
  }

  /** The key that was reserved for a DID, or that is named by its {@code did:key}. */
  Optional<SigningKey> reserved(String name) {
    Path file = reservedFile(name);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Forgets that a key was reserved. */
  void release(String name) {
    disk.delete(reservedFile(name));
  }

  private long countReserved() {
    try (Stream<Path> files = Files.list(reserved)) {
      return files.count();
    } catch (IOException e) {
      throw new DiskException("read the folder of reserved keys", e);
    }
  }

  private Path file(Did did) {
    return file(accounts, did);
  }

  private static Path file(Path accounts, Did did) {
    return shard(accounts, did).resolve(did + ".key");
  }

  private Path shard(Did did) {
    return shard(accounts, did);
  }

  private static Path shard(Path accounts, Did did) {
    return accounts.resolve(hash(did.toString()).substring(0, 2));
  }

  private Path reservedFile(String name) {
    return reserved.resolve(hash(name) + ".key");
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.hash(text.getBytes(StandardCharsets.UTF_8)));
  }

  static SigningKey read(Path file) {
    try {
      return KeyFile.read(file);
    } catch (IOException e) {
      throw new DiskException("read a key", e);
    }
  }

  static void writeNew(Path file, SigningKey key) {
    try {
      KeyFile.write(file, key);
    } catch (FileAlreadyExistsException e) {
      throw new DiskException("write a key that is there already", e);
    } catch (IOException e) {
      throw new DiskException("write a key", e);
    }
  }
}
