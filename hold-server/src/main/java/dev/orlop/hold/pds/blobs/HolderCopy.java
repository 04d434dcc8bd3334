package dev.orlop.hold.pds.blobs;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.sql.BlobHolderTable;
import dev.orlop.hold.store.sql.BlobHolderTable.Row;
import dev.orlop.hold.store.sql.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings from one place to another who holds which blob. */
public final class HolderCopy {
  private static final int AT_ONCE = 1000;
  private static final References NOBODY_ASKS = (_, _) -> true;

  private HolderCopy() {}

  /**
   * Adds to a database what a folder says; what it says otherwise there and later stays.
   *
   * @return how many were read
   */
  public static long bring(Path folder, Disk disk, Database database) {
    BlobHolderTable table = new BlobHolderTable(database);
    List<Row> rows = new ArrayList<>();
    long[] count = new long[1];
    Holders.inFolder(folder, disk, NOBODY_ASKS)
        .forEach(
            blob -> {
              rows.add(TableHolders.row(blob));
              count[0]++;
              if (rows.size() == AT_ONCE) {
                table.bring(rows);
                rows.clear();
              }
            });
    table.bring(rows);
    return count[0];
  }

  /**
   * Copies from a folder to a database, in the place of what is there, and counts what arrived.
   *
   * @throws StoreDamagedException if it is not all
   */
  public static long toDatabase(Path folder, Disk disk, Database database) {
    new BlobHolderTable(database).clear();
    return require(bring(folder, disk, database), Holders.inDatabase(database));
  }

  /**
   * The same from a database to a folder.
   *
   * @param folder with nothing in it
   */
  public static long toFolder(Database database, Path folder, Disk disk) {
    Holders here = Holders.inFolder(folder, disk, NOBODY_ASKS);
    Holders there = Holders.inDatabase(database);
    there.forEach(here::put);
    return require(count(there), here);
  }

  private static long require(long count, Holders arrived) {
    long found = count(arrived);
    if (found != count) {
      throw new StoreDamagedException(
          "of %d blobs that somebody holds %d arrived".formatted(count, found));
    }
    return count;
  }

  private static long count(Holders holders) {
    long[] count = new long[1];
    holders.forEach(_ -> count[0]++);
    return count[0];
  }
}
