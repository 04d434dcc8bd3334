package dev.orlop.hold.app;

import dev.orlop.atproto.auth.TokenHash;
import dev.orlop.atproto.auth.UsedTokens;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.UsedTokenTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * In a table, of all processes on one database. How many there are is counted now and then: in
 * between each process adds what it has marked itself.
 */
final class TableUsedTokens implements UsedTokens {
  private static final Duration COUNT_EVERY = Duration.ofSeconds(10);

  private final UsedTokenTable table;
  private final InstantSource clock;

  // Guarded by this.
  private Instant counted = Instant.MIN;
  private long count;

  /** Of a database whose tables are there. */
  TableUsedTokens(Database database, InstantSource clock) {
    this.table = new UsedTokenTable(database);
    this.clock = clock;
  }

  @Override
  public Use use(TokenHash token, Instant until) {
    if (!hasRoom()) {
      return Use.NO_ROOM;
    }
    // To the end of the second in which it expires.
    return table.add(token.bytes(), until.getEpochSecond() + 1) ? Use.FIRST : Use.AGAIN;
  }

  private synchronized boolean hasRoom() {
    Instant now = clock.instant();
    if (!now.isBefore(counted.plus(COUNT_EVERY)) || now.isBefore(counted)) {
      count = table.forget(now.getEpochSecond());
      counted = now;
    }
    count++;
    return count <= MAX_TOKENS;
  }
}
