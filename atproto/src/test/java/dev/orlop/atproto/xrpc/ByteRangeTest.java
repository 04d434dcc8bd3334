package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  private static final String ETAG = "\"sha256:aa\"";

  private static ByteRange range(String header, long size) {
    return ByteRange.of(Optional.of(header), Optional.empty(), ETAG, size);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=3-4, 3, 2",
    "bytes=3-, 3, 7",
    "bytes=3-99, 3, 7",
    "bytes=-1, 9, 1",
    "bytes=-99, 0, 10",
    "bytes= 2-3 , 2, 2",
    "bytes=9-999999999999999999, 9, 1"
  })
  void oneRangeIsServed(String header, long first, long length) {
    assertEquals(new ByteRange.Part(first, length), range(header, 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,4-5",
        "bytes=-",
        "bytes=a-b",
        "bytes",
        "items=0-1",
        "bytes=-1-2",
        "bytes=9999999999999999999-",
        ""
      })
  void whatIsNotOneRangeIsPassedOver(String header) {
    assertEquals(new ByteRange.Whole(), range(header, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=11-12", "bytes=-0", "bytes=5-4"})
  void whatLiesBehindTheEndOrEndsBeforeItBeginsCannotBeServed(String header) {
    assertEquals(new ByteRange.Unsatisfiable(), range(header, 10));
  }

  @Test
  void nothingOfAnEmptyBlobCanBeServed() {
    assertEquals(new ByteRange.Unsatisfiable(), range("bytes=0-", 0));
    assertEquals(new ByteRange.Unsatisfiable(), range("bytes=-5", 0));
  }

  @Test
  void aRangeHoldsOnlyIfTheBlobIsStillTheSame() {
    Optional<String> range = Optional.of("bytes=3-4");
    assertEquals(new ByteRange.Part(3, 2), ByteRange.of(range, Optional.of(ETAG), ETAG, 10));
    assertEquals(
        new ByteRange.Whole(), ByteRange.of(range, Optional.of("\"sha256:bb\""), ETAG, 10));
    // A weak tag never matches here (RFC 9110 13.1.5).
    assertEquals(new ByteRange.Whole(), ByteRange.of(range, Optional.of("W/" + ETAG), ETAG, 10));
  }

  @Test
  void onlyARangeFromTheMiddleIsAContinuation() {
    assertEquals(false, range("bytes=0-4", 10).isContinuation());
    assertEquals(true, range("bytes=1-4", 10).isContinuation());
    assertEquals(true, range("bytes=-4", 10).isContinuation());
    assertEquals(false, range("bytes=-10", 10).isContinuation());
    assertEquals(false, new ByteRange.Whole().isContinuation());
  }
}
