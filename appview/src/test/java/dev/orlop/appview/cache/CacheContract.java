package dev.orlop.appview.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every cache does. */
abstract class CacheContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The cache under test, empty. */
  abstract Cache cache();

  /** Lets time go by. */
  abstract void pass(Duration time);

  private void assertHas(String key, String text) {
    assertArrayEquals(bytes(text), cache().get(key).orElseThrow());
  }

  private void assertLacks(String key) {
    assertEquals(Optional.empty(), cache().get(key));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatWasPutIsThere() {
    cache().put("a", bytes("1"), MINUTE);
    assertHas("a", "1");
    assertLacks("b");
  }

  @Test
  void bytesOfAnyKindAndNoneAtAllAreKeptAsTheyAre() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    cache().put("all", all.clone(), MINUTE);
    cache().put("none", new byte[0], MINUTE);
    assertArrayEquals(all, cache().get("all").orElseThrow());
    assertArrayEquals(new byte[0], cache().get("none").orElseThrow());
  }

  @Test
  void theLaterValueCounts() {
    cache().put("a", bytes("1"), MINUTE);
    cache().put("a", bytes("2"), MINUTE);
    assertHas("a", "2");
  }

  @Test
  void whatWasRemovedIsGoneAndMayBeRemovedAgain() {
    cache().put("a", bytes("1"), MINUTE);
    cache().remove("a");
    cache().remove("a");
    assertLacks("a");
  }

  @Test
  void anEntryLivesForItsLifetimeAndNoLonger() {
    cache().put("short", bytes("1"), MINUTE);
    cache().put("long", bytes("2"), MINUTE.multipliedBy(3));
    pass(MINUTE.minusSeconds(20));
    assertHas("short", "1");
    pass(Duration.ofSeconds(21));
    assertLacks("short");
    assertHas("long", "2");
    pass(MINUTE.multipliedBy(3));
    assertLacks("long");
  }

  @Test
  void readingDoesNotProlongALife() {
    cache().put("a", bytes("1"), MINUTE);
    for (int i = 0; i < 6; i++) {
      cache().get("a");
      pass(Duration.ofSeconds(11));
    }
    assertLacks("a");
  }

  @Test
  void puttingAgainBeginsALifeAnew() {
    cache().put("a", bytes("1"), MINUTE);
    pass(Duration.ofSeconds(50));
    cache().put("a", bytes("2"), MINUTE);
    pass(Duration.ofSeconds(50));
    assertHas("a", "2");
  }

  @Test
  void aLifetimeOfNothingForgets() {
    cache().put("a", bytes("1"), MINUTE);
    cache().put("a", bytes("2"), Duration.ZERO);
    cache().put("b", bytes("2"), MINUTE.negated());
    assertLacks("a");
    assertLacks("b");
  }

  @Test
  void keysAreTextOfAnyKind() {
    String odd = "cache:io.atcr.tag:did:web:a%3A80:x~y_\u00e4 *?[\n" + "k".repeat(2000);
    cache().put(odd, bytes("1"), MINUTE);
    assertHas(odd, "1");
    assertLacks(odd + "k");
  }
}
