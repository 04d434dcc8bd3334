package dev.orlop.hold.store.index;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/** The file with the maps: whether it can be trusted, its opening and closing. */
final class IndexFile implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(IndexFile.class.getName());
  private static final String FILE = "index.mv.db";

  /** Of the maps. An index of another version is made anew from the logs, never converted. */
  static final int VERSION = 5;

  /** There while the index is open, and after a process that did not close it. */
  private static final String IN_USE = "in-use";

  private static final int CACHE_MIB = 32;

  private final MVStore store;
  private final Path inUse;
  private final Map<Table, MVMap<byte[], byte[]>> maps = new EnumMap<>(Table.class);
  private volatile boolean contradictsItself;

  private IndexFile(MVStore store, Path inUse) {
    this.store = store;
    this.inUse = inUse;
    for (Table table : Table.values()) {
      maps.put(table, store.openMap(table.title(), bytes()));
    }
  }

  private static MVMap.Builder<byte[], byte[]> bytes() {
    return new MVMap.Builder<byte[], byte[]>()
        .keyType(ByteArrayDataType.INSTANCE)
        .valueType(ByteArrayDataType.INSTANCE);
  }

  /**
   * Opens {@code <folder>/index.mv.db}; the caller has the folder to itself. One that was not
   * closed, or that another version wrote, is deleted; one that cannot be opened is moved aside: it
   * holds nothing that the logs do not.
   */
  static IndexFile open(Path folder) {
    Path file = folder.resolve(FILE);
    Path inUse = folder.resolve(IN_USE);
    try {
      Files.createDirectories(folder);
      if (Files.exists(inUse) && Files.deleteIfExists(file)) {
        LOGGER.log(
            System.Logger.Level.WARNING, "the index was not closed; it is made anew from the logs");
      }
      mark(folder, inUse);
      return new IndexFile(openStore(file), inUse);
    } catch (IOException | MVStoreException e) {
      throw new StoreFailedException("cannot open the index in " + folder, e);
    }
  }

  private static MVStore openStore(Path file) throws IOException {
    MVStore store;
    try {
      store = openAny(file);
    } catch (MVStoreException e) {
      if (!Files.exists(file) || isRefusal(e)) {
        throw e;
      }
      Path aside = file.resolveSibling(FILE + ".broken-" + System.currentTimeMillis());
      LOGGER.log(
          System.Logger.Level.ERROR,
          "the index cannot be opened; it is moved to " + aside + " and made anew",
          e);
      Files.move(file, aside);
      store = openAny(file);
    }
    if (store.getStoreVersion() != VERSION && !store.getMapNames().isEmpty()) {
      LOGGER.log(
          System.Logger.Level.INFO,
          "the index was written by another version; it is made anew from the logs");
      store.closeImmediately();
      Files.delete(file);
      store = openAny(file);
    }
    store.setStoreVersion(VERSION);
    return store;
  }

  private static MVStore openAny(Path file) {
    MVStore store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MIB)
            .backgroundExceptionHandler(
                (_, e) -> LOGGER.log(System.Logger.Level.ERROR, "the index has ended", e))
            .open();
    // Readers say which versions they use, and a file that was not closed is not taken up again:
    // nothing has to be kept for its age.
    store.setVersionsToKeep(0);
    store.setRetentionTime(0);
    return store;
  }

  /** Whether the file could not be opened for a reason that is not in the file. */
  private static boolean isRefusal(MVStoreException failure) {
    if (failure.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
      return true;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && saysNo(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  private static boolean saysNo(@Nullable String message) {
    if (message == null) {
      return false;
    }
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("read-only file system")
        || text.contains("permission denied");
  }

  /** Has the next opening make the index anew. */
  static void distrust(Path folder) {
    Disk.REAL.createDirectories(folder);
    mark(folder, folder.resolve(IN_USE));
  }

  private static void mark(Path folder, Path inUse) {
    try (FileChannel channel = Disk.REAL.open(inUse, CREATE, WRITE)) {
      Disk.REAL.force(channel);
    } catch (IOException e) {
      throw new StoreFailedException("cannot mark the index as in use", e);
    }
    Disk.REAL.forceDirectory(folder);
  }

  MVStore store() {
    return store;
  }

  MVMap<byte[], byte[]> map(Table table) {
    return Objects.requireNonNull(maps.get(table));
  }

  /**
   * Refuses to use a file that has ended. H2 closes its file for good when a write to it fails, as
   * on a full disk.
   */
  void requireWhole() {
    if (!isWhole()) {
      throw new StoreFailedException(
          "the index has ended, as it does when its disk is full; restart when there is room",
          store.getPanicException() instanceof MVStoreException panic
              ? panic
              : new IllegalStateException("closed"));
    }
  }

  private boolean isWhole() {
    return !contradictsItself && !store.isClosed();
  }

  /** Has what was written in part taken back; where that fails, the index has ended. */
  void requireUndone(Runnable undo) {
    try {
      undo.run();
    } catch (Throwable e) {
      contradictsItself = true;
      LOGGER.log(System.Logger.Level.ERROR, "the index has ended", e);
    }
  }

  @Override
  public void close() {
    boolean whole = isWhole();
    try {
      store.close();
      if (whole && store.getPanicException() == null) {
        Files.deleteIfExists(inUse);
        return;
      }
    } catch (IOException | MVStoreException e) {
      LOGGER.log(System.Logger.Level.WARNING, "the index was not closed well", e);
    }
    LOGGER.log(System.Logger.Level.WARNING, "the next start will make the index anew");
  }
}
