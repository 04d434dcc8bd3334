package dev.orlop.appview.hold;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.Did;
import java.time.Duration;

/**
 * What was seen of holds a while ago, and saves asking. Nothing is allowed or refused for it: it
 * only says what to try first. Safe for many threads.
 */
final class HoldHabits {
  private static final int MAX_ENTRIES = 10_000;
  private static final Duration LIFE = Duration.ofMinutes(10);

  private record Writer(Did hold, Did user) {}

  private final Cache<Did, Boolean> closed = memory();
  private final Cache<Did, Boolean> partsOnly = memory();
  private final Cache<Writer, Boolean> writers = memory();

  private static <K> Cache<K, Boolean> memory() {
    return Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(LIFE).build();
  }

  /** Whether it did not let just anybody read. */
  boolean isClosed(Hold hold) {
    return closed.getIfPresent(hold.did()) != null;
  }

  void seenClosed(Hold hold) {
    closed.put(hold.did(), true);
  }

  /** Whether it took blobs in parts alone. */
  boolean takesPartsOnly(Hold hold) {
    return partsOnly.getIfPresent(hold.did()) != null;
  }

  void seenTakingPartsOnly(Hold hold) {
    partsOnly.put(hold.did(), true);
  }

  /** Whether it let a user write. */
  boolean letsWrite(Hold hold, Did user) {
    return writers.getIfPresent(new Writer(hold.did(), user)) != null;
  }

  void seenLettingWrite(Hold hold, Did user) {
    writers.put(new Writer(hold.did(), user), true);
  }

  void seenRefusing(Hold hold, Did user) {
    writers.invalidate(new Writer(hold.did(), user));
  }
}
