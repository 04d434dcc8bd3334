package dev.orlop.hold.store.sql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.store.Claims;
import dev.orlop.hold.store.ClaimsContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimTableTest extends ClaimsContract {
  private final Database database = Database.connect(TestPostgres.migrated());
  private final Claims one = new ClaimTable(database);
  private final Claims other = new ClaimTable(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected Claims here() {
    return one;
  }

  @Override
  protected Claims there() {
    return other;
  }

  @Test
  void whoStoodStillForTooLongDoesNotGiveUpWhatIsAnothersByNow() {
    assertTrue(one.take("a", Duration.ZERO));
    assertTrue(other.take("a", Duration.ofMinutes(1)));
    one.release("a");
    assertFalse(one.take("a", Duration.ofMinutes(1)));
  }
}
