package dev.orlop.appview.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpeningsTest {
  private final AtomicInteger decoded = new AtomicInteger();
  private final Openings<String> openings =
      new Openings<>(
          new Codec<>() {
            @Override
            public Optional<byte[]> encode(String value) {
              return Optional.of(value.getBytes(UTF_8));
            }

            @Override
            public Optional<String> decode(byte[] bytes) {
              decoded.incrementAndGet();
              return Optional.of(new String(bytes, UTF_8));
            }
          });

  private static byte[] entry(String value) {
    return new Entry(new Fetched.Found<>(value.getBytes(UTF_8)), Instant.EPOCH, Instant.EPOCH)
        .encode();
  }

  private Optional<String> open(byte[] encoded) {
    return openings.open("k", encoded).flatMap(Openings.Opened::value);
  }

  @Test
  void whatIsTheSameIsDecodedOnceAlsoInAnotherArray() {
    assertEquals(Optional.of("a"), open(entry("a")));
    assertEquals(Optional.of("a"), open(entry("a")));
    assertEquals(1, decoded.get());
  }

  @Test
  void whatTheCacheHasNowIsWhatCounts() {
    open(entry("a"));
    assertEquals(Optional.of("b"), open(entry("b")));
    assertEquals(Optional.of("a"), open(entry("a")));
    assertEquals(Optional.empty(), open(new byte[] {99}));
    assertEquals(Optional.of("a"), open(entry("a")));
    assertEquals(3, decoded.get());
  }
}
