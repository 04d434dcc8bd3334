package dev.orlop.hold.pds.accounts;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The log of accounts in a file, which is this process's alone. A change is decided and written by
 * one thread at a time: durable first, then visible.
 */
final class FileAccountLog implements AccountLog {
  private static final System.Logger LOGGER = System.getLogger(FileAccountLog.class.getName());

  /** A log shorter than this is not worth rewriting, in bytes. */
  private final long minRewriteBytes;

  private final AccountTables tables = new AccountTables();
  private final AccountFile file;
  private final ReentrantLock lock = new ReentrantLock();
  private long written;

  /** The size at which rewriting failed; the next try is made when the log has doubled. */
  private long notBefore;

  FileAccountLog(Disk disk, Path folder, long minRewriteBytes) {
    this.minRewriteBytes = minRewriteBytes;
    this.file = AccountFile.open(disk, folder, this::take);
  }

  private void take(AccountEntry entry) {
    tables.apply(entry);
    written++;
  }

  @Override
  public AccountTables tables() {
    return tables;
  }

  @Override
  public <T> T change(Function<AccountTables, Change<T>> decision) {
    lock.lock();
    try {
      Change<T> change = decision.apply(tables);
      if (!change.entries().isEmpty()) {
        file.append(change.entries());
        change.entries().forEach(this::take);
        rewriteIfMostlyDead();
      }
      return change.result();
    } finally {
      lock.unlock();
    }
  }

  private void rewriteIfMostlyDead() {
    if (file.size() < Math.max(minRewriteBytes, notBefore)) {
      return;
    }
    List<AccountEntry> alive = tables.entries();
    if (written < 2L * alive.size()) {
      return;
    }
    try {
      file.rewrite(alive);
      written = alive.size();
      notBefore = 0;
    } catch (DiskException e) {
      // What was asked for is on disk; the log is only longer than it need be.
      notBefore = 2 * file.size();
      LOGGER.log(System.Logger.Level.WARNING, "the log of accounts could not be rewritten", e);
    }
  }

  /** How long the log is, in bytes. */
  long size() {
    lock.lock();
    try {
      return file.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      file.close();
    } finally {
      lock.unlock();
    }
  }
}
