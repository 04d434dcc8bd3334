package dev.orlop.appview.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryTest {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant ASKED = Instant.parse("2026-11-21T12:00:01.500Z");

  private static Entry again(Entry entry) {
    return Entry.decode(entry.encode()).orElseThrow();
  }

  @Test
  void aValueAndItsTimesComeBack() {
    byte[] value = {1, 2, 3};
    Entry read = again(new Entry(new Fetched.Found<>(value), AT, ASKED));
    assertArrayEquals(value, read.last().found().orElseThrow());
    assertEquals(AT, read.at());
    assertEquals(ASKED, read.askedAt());
  }

  @Test
  void thatThereIsNoneComesBack() {
    Entry none = new Entry(new Fetched.Absent<>(), AT, AT);
    assertEquals(none, again(none));
  }

  @Test
  void aFailureComesBackWithItsReasonAndPause() {
    Entry failure =
        new Entry(new Fetched.Unavailable<>("d\u00f6wn", Duration.ofMillis(1500)), AT, AT);
    assertEquals(failure, again(failure));
  }

  @Test
  void theBytesAreThoseThatOtherVersionsRead() {
    Entry entry = new Entry(new Fetched.Found<>(new byte[] {42}), AT, ASKED);
    assertEquals(
        "0101" + "000001a1fdfa4600" + "000001a1fdfa4bdc" + "2a",
        HexFormat.of().formatHex(entry.encode()));
  }

  @Test
  void whatIsNoEntryIsNone() {
    assertEquals(Optional.empty(), Entry.decode(new byte[0]));
    assertEquals(Optional.empty(), Entry.decode(new byte[] {1, 1, 0}));
    byte[] later = new Entry(new Fetched.Absent<>(), AT, AT).encode();
    later[0] = 2;
    assertEquals(Optional.empty(), Entry.decode(later));
    byte[] unknown = new Entry(new Fetched.Absent<>(), AT, AT).encode();
    unknown[1] = 9;
    assertEquals(Optional.empty(), Entry.decode(unknown));
  }
}
