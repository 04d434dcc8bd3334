package dev.orlop.hold.pds.accounts;

import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.AccountTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The log of accounts in a table, to which other processes add as well. Nobody is answered by what
 * is in memory before the table was asked whether there is more: so what one process answered, all
 * know.
 */
final class TableAccountLog implements AccountLog {
  private static final System.Logger LOGGER = System.getLogger(TableAccountLog.class.getName());

  /** In a log that was rewritten, so that a row stays small. */
  private static final int ENTRIES_PER_ROW = 100;

  private final AccountTable table;

  /** A log with fewer entries is not worth rewriting. */
  private final long minRewriteEntries;

  /** One change at a time waits for those of other processes; the others wait here. */
  private final ReentrantLock writing = new ReentrantLock();

  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong asked = new AtomicLong();

  /** The last who asked before the table was read. Guarded by {@link #reading}. */
  private long answered;

  /** The last seq that is in the tables. Guarded by {@link #reading}. */
  private long position;

  private volatile AccountTables tables = new AccountTables();

  TableAccountLog(AccountTable table, long minRewriteEntries) {
    this.table = table;
    this.minRewriteEntries = minRewriteEntries;
  }

  /** Those who ask while the table is being read are answered by one reading more, together. */
  @Override
  public AccountTables tables() {
    long mine = asked.incrementAndGet();
    reading.lock();
    try {
      if (answered < mine) {
        long all = asked.get();
        take(table.after(position));
        answered = all;
      }
      return tables;
    } finally {
      reading.unlock();
    }
  }

  /** Takes in what was read; what is in the tables already is left out. */
  private void take(AccountTable.News news) {
    AccountTables into = news.anew() ? new AccountTables() : tables;
    long from = news.anew() ? 0 : position;
    for (AccountTable.Row row : news.rows()) {
      if (row.seq() > from) {
        decode(row).forEach(into::apply);
        from = row.seq();
      }
    }
    tables = into;
    position = from;
  }

  private static List<AccountEntry> decode(AccountTable.Row row) {
    try {
      return AccountEntryCodec.decode(row.entries());
    } catch (AccountEntryCodec.BadEntryException e) {
      throw new StoreDamagedException(
          "the log of accounts in the database cannot be read at %d: %s"
              .formatted(row.seq(), e.getMessage()));
    }
  }

  @Override
  public <T> T change(Function<AccountTables, Change<T>> decision) {
    writing.lock();
    try {
      Deciding<T> deciding = new Deciding<>(decision);
      Optional<Long> added = table.append(position(), deciding);
      added.ifPresent(seq -> added(seq, deciding));
      return deciding.change().result();
    } finally {
      writing.unlock();
    }
  }

  private long position() {
    reading.lock();
    try {
      return position;
    } finally {
      reading.unlock();
    }
  }

  private final class Deciding<T> implements AccountTable.Decision {
    private final Function<AccountTables, Change<T>> decision;
    private Optional<Change<T>> made = Optional.empty();
    private long entries;

    Deciding(Function<AccountTables, Change<T>> decision) {
      this.decision = decision;
    }

    @Override
    public Optional<AccountTable.Row> on(AccountTable.News news, long before) {
      AccountTables now;
      reading.lock();
      try {
        take(news);
        now = tables;
      } finally {
        reading.unlock();
      }
      Change<T> change = decision.apply(now);
      made = Optional.of(change);
      entries = before + change.entries().size();
      return change.entries().isEmpty() ? Optional.empty() : Optional.of(row(change.entries()));
    }

    Change<T> change() {
      return made.orElseThrow();
    }
  }

  private static AccountTable.Row row(List<AccountEntry> entries) {
    return AccountTable.Row.of(entries.size(), AccountEntryCodec.encode(entries));
  }

  private <T> void added(long seq, Deciding<T> deciding) {
    AccountStep.FRAME_FORCED.reached();
    reading.lock();
    try {
      // A reader may have read it already.
      if (position == seq - 1) {
        deciding.change().entries().forEach(tables::apply);
        position = seq;
      }
    } finally {
      reading.unlock();
    }
    if (deciding.entries >= minRewriteEntries && deciding.entries >= 2 * tables.size()) {
      rewrite(seq);
    }
  }

  private void rewrite(long known) {
    List<AccountEntry> alive = tables.entries();
    List<AccountTable.Row> rows = new ArrayList<>();
    for (int i = 0; i < alive.size(); i += ENTRIES_PER_ROW) {
      rows.add(row(alive.subList(i, Math.min(i + ENTRIES_PER_ROW, alive.size()))));
    }
    try {
      // If somebody else has added something meanwhile, the next change tries again.
      Optional<Long> unused = table.rewrite(known, rows);
    } catch (StoreFailedException | StoreBusyException e) {
      // What was asked for is written; the log is only longer than it need be.
      LOGGER.log(System.Logger.Level.WARNING, "the log of accounts was not rewritten", e);
    }
  }

  @Override
  public void close() {
    // Whoever opened the database closes it.
  }
}
