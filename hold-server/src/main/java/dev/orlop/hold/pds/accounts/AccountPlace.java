package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.Claims;
import dev.orlop.hold.store.MemoryClaims;
import dev.orlop.hold.store.sql.AccountTable;
import dev.orlop.hold.store.sql.ClaimTable;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.KeyTable;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Where all that is kept of accounts lies: a folder, or a database that several processes share.
 */
public final class AccountPlace implements AutoCloseable {
  /** The subfolder in which the log lies. */
  public static final String LOG = "accounts";

  /** How the log is kept in a file: below this many bytes it is not rewritten. */
  private static final long MIN_REWRITE_BYTES = 1 << 20;

  /** The same in a table. */
  private static final long MIN_REWRITE_ENTRIES = 5000;

  /** So that a frame of the log stays far below its limit. */
  private static final int ENTRIES_AT_ONCE = 500;

  private final AccountLog log;
  private final int entriesAtOnce;
  private final KeyStore keys;
  private final Lockout lockout;
  private final Claims claims;

  private AccountPlace(
      AccountLog log, int entriesAtOnce, KeyStore keys, Lockout lockout, Claims claims) {
    this.log = log;
    this.entriesAtOnce = entriesAtOnce;
    this.keys = keys;
    this.lockout = lockout;
    this.claims = claims;
  }

  /**
   * In the folder of a server; begun there, if need be.
   *
   * @param folder the log, and keys, lie in subfolders
   */
  public static AccountPlace inFolder(Disk disk, Path folder, InstantSource clock) {
    return inFolder(disk, folder, clock, MIN_REWRITE_BYTES);
  }

  /** The same, with a log that is rewritten sooner. */
  static AccountPlace inFolder(Disk disk, Path folder, InstantSource clock, long minRewriteBytes) {
    return new AccountPlace(
        new FileAccountLog(disk, folder.resolve(LOG), minRewriteBytes),
        ENTRIES_AT_ONCE,
        new KeyFiles(disk, folder.resolve("keys")),
        new MemoryLockout(clock),
        new MemoryClaims(clock));
  }

  /**
   * In a database whose tables are there.
   *
   * @param key of the server, with which the keys of accounts are sealed
   */
  public static AccountPlace inDatabase(Database database, SigningKey key) {
    return inDatabase(database, key, MIN_REWRITE_ENTRIES);
  }

  /** The same, with a log that is rewritten sooner. */
  static AccountPlace inDatabase(Database database, SigningKey key, long minRewriteEntries) {
    return new AccountPlace(
        new TableAccountLog(new AccountTable(database), minRewriteEntries),
        Integer.MAX_VALUE,
        new KeyRows(new KeyTable(database), new KeySeal(key)),
        new TableLockout(database),
        new ClaimTable(database));
  }

  /** Whether no account was ever here, not even the server's own. */
  public boolean isEmpty() {
    return log.tables().size() == 0;
  }

  AccountLog log() {
    return log;
  }

  /** How many entries may be written at once. */
  int entriesAtOnce() {
    return entriesAtOnce;
  }

  KeyStore keys() {
    return keys;
  }

  Lockout lockout() {
    return lockout;
  }

  /** What only one process does at a time. */
  public Claims claims() {
    return claims;
  }

  @Override
  public void close() {
    log.close();
  }
}
