package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.auth.TokenHash;
import dev.orlop.atproto.auth.UsedTokens;
import dev.orlop.atproto.auth.UsedTokens.Use;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TableUsedTokensTest extends UsedTokensContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Database database = Database.connect(settings);

  @Override
  UsedTokens open(InstantSource time) {
    return new TableUsedTokens(database, time);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasUsedAtOneProcessWasUsedAtAll() {
    assertEquals(Use.FIRST, open(clock).use(TokenHash.of("one"), later()));
    try (Database other = Database.connect(settings)) {
      UsedTokens there = new TableUsedTokens(other, clock);
      assertEquals(Use.AGAIN, there.use(TokenHash.of("one"), later()));
    }
  }

  @Test
  void whenItIsFullTheNextIsRefusedUntilTheFirstExpire() {
    TestPostgres.execute(
        settings,
        "INSERT INTO used_tokens SELECT int4send(n), %d FROM generate_series(1, %d) n"
            .formatted(later().getEpochSecond(), UsedTokens.MAX_TOKENS));
    UsedTokens used = open(clock);
    assertEquals(Use.NO_ROOM, used.use(TokenHash.of("one"), later()));
    clock.advance(Duration.ofSeconds(90));
    assertEquals(Use.FIRST, used.use(TokenHash.of("one"), later()));
    assertEquals(1, TestPostgres.count(settings, "used_tokens"));
  }
}
