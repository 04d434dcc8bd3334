package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.sql.Database;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who holds which blob: in files of this process ({@link FileHolders}), or in a table, where
 * several processes write ({@link TableHolders}). Safe for use by several threads.
 */
public interface Holders {
  /**
   * In the files of a folder.
   *
   * @param references of all accounts
   */
  static Holders inFolder(Path folder, Disk disk, References references) {
    return new FileHolders(folder, disk, references);
  }

  /** In a database whose tables are there. */
  static Holders inDatabase(Database database) {
    return new TableHolders(database);
  }

  /** Writes down that an account holds a blob; durable when the call returns. */
  void put(HeldBlob blob);

  /** What an account holds under a CID. */
  Optional<HeldBlob> find(Did did, Cid cid);

  /** Those of some blobs that an account holds. */
  Set<Cid> among(Did did, Collection<Cid> blobs);

  /** Those of some blobs that anybody holds. */
  Set<Cid> among(Collection<Cid> blobs);

  /** Goes through all. */
  void forEach(Consumer<HeldBlob> action);

  /**
   * Goes through those to which no record refers that is there now. Where that cannot be said they
   * are left out.
   */
  void forEachUnused(Consumer<HeldBlob> action);

  /**
   * Writes records that refer to blobs. In a folder none is taken away meanwhile. In a database
   * whoever writes locks those that are needed with the commit ({@link
   * dev.orlop.hold.pds.CommitRequest#blobs}), so that nobody has to hold a lock meanwhile.
   */
  <T> T whileNoneGoes(Supplier<T> write);

  /**
   * Takes a blob from an account if it is held as it was, and no record refers to it: looked at
   * with all kept out who write such records.
   *
   * @return whether it is gone by this
   */
  boolean removeUnused(HeldBlob blob);
}
