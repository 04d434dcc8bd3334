package dev.orlop.atproto.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @Test
  void aHostIsEnough() {
    assertEquals(
        new RedisAddress("cache.internal", 6379, false, Optional.empty(), Optional.empty(), 0),
        RedisAddress.parse("redis://cache.internal"));
  }

  @Test
  void everythingCanBeSaid() {
    assertEquals(
        new RedisAddress("::1", 7000, true, Optional.of("orlop"), Optional.of("p@s+s:/w d"), 3),
        RedisAddress.parse("rediss://orlop:p%40s+s:%2Fw%20d@[::1]:7000/3"));
  }

  @Test
  void aPasswordNeedsNoUser() {
    RedisAddress address = RedisAddress.parse("redis://:secret@cache/");
    assertEquals(Optional.empty(), address.user());
    assertEquals(Optional.of("secret"), address.password());
  }

  @Test
  void itIsShownWithoutItsPassword() {
    assertEquals(
        "rediss://[::1]:7000/3",
        RedisAddress.parse("rediss://orlop:secret@[::1]:7000/3").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cache:6379",
        "http://:secret@cache",
        "redis://secret@cache",
        "redis://:sec ret@cache",
        "redis://:secret@",
        "redis://:secret@cache:port",
        "redis://:secret@cache:0",
        "redis://:secret@cache/name",
        "redis://:secret@cache/10000",
        "redis://:sec%zzret@cache",
        "redis://:secret@cache?timeout=3",
      })
  void whatIsNoAddressIsRefusedWithoutBeingRepeated(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> RedisAddress.parse(text)).toString();
    assertFalse(message.contains("sec"), message);
  }
}
