package dev.orlop.hold.pds.accounts;

import java.util.List;
import java.util.function.Function;

/**
 * The log of accounts and what it comes to: in a file of this process ({@link FileAccountLog}), or
 * in a table, to which several processes add ({@link TableAccountLog}). Safe for many threads.
 */
interface AccountLog extends AutoCloseable {
  /** What all entries come to that were answered anywhere before the call. */
  AccountTables tables();

  /**
   * What is to be written, and what the caller is told.
   *
   * @param entries none where nothing changes
   */
  record Change<T>(List<AccountEntry> entries, T result) {
    /** Changes nothing. */
    static <T> Change<T> none(T result) {
      return new Change<>(List.of(), result);
    }

    /** One entry. */
    static <T> Change<T> of(AccountEntry entry, T result) {
      return new Change<>(List.of(entry), result);
    }
  }

  /**
   * Decides upon the tables as they are, while nobody else changes anything, and writes: durable
   * first, then visible.
   *
   * @param decision may look at this log, and must not change it
   * @throws dev.orlop.hold.disk.DiskException if the disk refuses; nothing is changed then
   * @throws dev.orlop.hold.store.StoreFailedException if the database does; whether anything was
   *     changed, it says
   */
  <T> T change(Function<AccountTables, Change<T>> decision);

  @Override
  void close();
}
