package dev.orlop.hold.pds.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.pds.accounts.KeyCopy.Place;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keys in files that their owner alone may read:
 *
 * <pre>
 * rotation.key
 * {@code accounts/<2 hex>/<did>.key}
 * {@code changing/<did>.next}    the key that is to come
 * {@code changing/<did>.before}  the key that was
 * {@code reserved/<sha256 of the name>.key}
 * </pre>
 */
final class KeyFiles implements KeyStore {
  private static final String KEY = ".key";
  private static final String NEXT = ".next";
  private static final String BEFORE = ".before";

  private static final int MAX_CACHED = 1000;

  private final Cache<Did, SigningKey> keys = Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
  private final Disk disk;
  private final Path rotation;
  private final Path accounts;
  private final Path changing;
  private final Path reserved;

  KeyFiles(Disk disk, Path folder) {
    this.disk = disk;
    this.rotation = folder.resolve("rotation.key");
    this.accounts = folder.resolve("accounts");
    this.changing = folder.resolve("changing");
    this.reserved = folder.resolve("reserved");
  }

  @Override
  public SigningKey current(Did did) {
    return keys.get(did, known -> read(file(known)));
  }

  @Override
  public boolean holds(Did did) {
    return Files.exists(file(did));
  }

  @Override
  public void write(Did did, SigningKey key) {
    Path file = file(did);
    disk.createDirectories(shard(did));
    disk.delete(file);
    writeNew(file, key);
    keys.put(did, key);
  }

  @Override
  public void remove(Did did) {
    keys.invalidate(did);
    disk.delete(file(did));
    disk.delete(KeyFile.unfinished(file(did)));
    forgetChange(did);
  }

  @Override
  public synchronized SigningKey rotation() {
    if (!Files.exists(rotation)) {
      writeNew(rotation, SigningKey.generate(KeyType.K256));
    }
    return read(rotation);
  }

  @Override
  public List<Did> changing() {
    return names(changing).stream()
        .filter(name -> name.endsWith(NEXT) || name.endsWith(BEFORE))
        .map(name -> Did.parse(name.substring(0, name.lastIndexOf('.'))))
        .distinct()
        .toList();
  }

  @Override
  public Optional<SigningKey> next(Did did) {
    return find(changing(did, NEXT));
  }

  @Override
  public Optional<SigningKey> before(Did did) {
    return find(changing(did, BEFORE));
  }

  private static Optional<SigningKey> find(Path file) {
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  @Override
  public SigningKey makeNext(Did did) {
    Path file = changing(did, NEXT);
    if (!Files.exists(file)) {
      writeWhole(file, SigningKey.generate(KeyType.K256));
    }
    return read(file);
  }

  @Override
  public void exchange(Did did) {
    Path before = changing(did, BEFORE);
    if (!Files.exists(before)) {
      writeWhole(before, current(did));
    }
    AccountStep.KEY_KEPT.reached();
    Path next = changing(did, NEXT);
    if (Files.exists(next)) {
      keys.invalidate(did);
      disk.move(next, file(did));
      disk.forceDirectory(shard(did));
      disk.forceDirectory(changing);
      keys.invalidate(did);
    }
  }

  /** A file that has its name is whole: after a crash its being there says something. */
  private void writeWhole(Path file, SigningKey key) {
    disk.createDirectories(changing);
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    disk.delete(unfinished);
    writeNew(unfinished, key);
    disk.move(unfinished, file);
    disk.forceDirectory(changing);
  }

  @Override
  public void forgetChange(Did did) {
    disk.delete(changing(did, NEXT));
    disk.delete(changing(did, BEFORE));
  }

  @Override
  public synchronized Optional<SigningKey> reserve(String name, SigningKey key, int most) {
    Path file = reservedFile(name);
    if (!Files.exists(file)) {
      disk.createDirectories(reserved);
      if (names(reserved).size() >= most) {
        return Optional.empty();
      }
      writeNew(file, key);
    }
    return Optional.of(read(file));
  }

  @Override
  public Optional<SigningKey> reserved(String name) {
    return find(reservedFile(name));
  }

  @Override
  public void release(String name) {
    disk.delete(reservedFile(name));
  }

  @Override
  public List<KeyCopy> all() {
    List<KeyCopy> all = new ArrayList<>();
    find(rotation).ifPresent(key -> all.add(new KeyCopy(Place.ROTATION, "", key)));
    names(accounts).forEach(shard -> copies(all, Place.CURRENT, accounts.resolve(shard), KEY));
    copies(all, Place.NEXT, changing, NEXT);
    copies(all, Place.BEFORE, changing, BEFORE);
    copies(all, Place.RESERVED, reserved, KEY);
    return all;
  }

  private static void copies(List<KeyCopy> all, Place place, Path folder, String ending) {
    for (String name : names(folder)) {
      if (name.endsWith(ending)) {
        String of = name.substring(0, name.length() - ending.length());
        all.add(new KeyCopy(place, of, read(folder.resolve(name))));
      }
    }
  }

  @Override
  public void put(KeyCopy copy) {
    String name = copy.name();
    switch (copy.place()) {
      case CURRENT -> write(Did.parse(name), copy.key());
      case NEXT -> put(changing, name + NEXT, copy.key());
      case BEFORE -> put(changing, name + BEFORE, copy.key());
      case RESERVED -> put(reserved, name + KEY, copy.key());
      case ROTATION -> {
        disk.delete(rotation);
        writeNew(rotation, copy.key());
      }
    }
  }

  private void put(Path folder, String name, SigningKey key) {
    disk.createDirectories(folder);
    disk.delete(folder.resolve(name));
    writeNew(folder.resolve(name), key);
  }

  @Override
  public void clear() {
    for (KeyCopy copy : all()) {
      switch (copy.place()) {
        case CURRENT, NEXT, BEFORE -> remove(Did.parse(copy.name()));
        case RESERVED -> disk.delete(reserved.resolve(copy.name() + KEY));
        case ROTATION -> disk.delete(rotation);
      }
    }
  }

  private Path file(Did did) {
    return shard(did).resolve(did + KEY);
  }

  private Path shard(Did did) {
    return accounts.resolve(AccountKeys.hash(did.toString()).substring(0, 2));
  }

  private Path changing(Did did, String ending) {
    return changing.resolve(did + ending);
  }

  private Path reservedFile(String name) {
    return reserved.resolve(AccountKeys.hash(name) + KEY);
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new DiskException("read a folder of keys", e);
    }
  }

  private static SigningKey read(Path file) {
    try {
      return KeyFile.read(file);
    } catch (IOException e) {
      throw new DiskException("read a key", e);
    }
  }

  private static void writeNew(Path file, SigningKey key) {
    try {
      KeyFile.write(file, key);
    } catch (FileAlreadyExistsException e) {
      throw new DiskException("write a key that is there already", e);
    } catch (IOException e) {
      throw new DiskException("write a key", e);
    }
  }
}
