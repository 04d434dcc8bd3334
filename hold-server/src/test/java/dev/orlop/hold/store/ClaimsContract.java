package dev.orlop.hold.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds of claims, in one process or several. */
public abstract class ClaimsContract {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** Those of one process. */
  protected abstract Claims here();

  /** Those of another, if there may be one. */
  protected abstract Claims there();

  @Test
  void oneHasWhatItClaimedUntilItGivesItUp() {
    assertTrue(here().take("a", LONG));
    assertFalse(here().take("a", LONG));
    assertFalse(there().take("a", LONG));
    assertTrue(there().take("b", LONG));
    here().release("a");
    assertTrue(there().take("a", LONG));
  }

  @Test
  void aClaimThatIsOverIsAnybodys() {
    assertTrue(here().take("a", Duration.ZERO));
    assertTrue(there().take("a", LONG));
    assertFalse(here().take("a", LONG));
  }

  @Test
  void ofManyAtOnceOneGetsIt() throws Exception {
    int got = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Claims claims = i % 2 == 0 ? here() : there();
        all.add(threads.submit(() -> claims.take("a", LONG)));
      }
      for (Future<Boolean> one : all) {
        got += one.get() ? 1 : 0;
      }
    }
    assertEquals(1, got);
  }
}
