package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cbor.DataValue.Text;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not canonical, not of the data model, or too much. */
class RefusalsTest {
  private static final String HASH = "ab".repeat(32);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f93c00 | floats | 0",
        "fa3fc00000 | floats | 0",
        "fb3ff8000000000000 | floats | 0",
        "81f93c00 | floats | 1",
        "f7 | undefined | 0",
        "a16161f7 | undefined | 3",
        "f0 | simple value | 0",
        "f820 | simple value | 0",
        "f8f4 | simple value | 0",
        "ff | simple value | 0",
        "9f01ff | indefinite | 0",
        "bf616101ff | indefinite | 0",
        "5f4101ff | indefinite | 0",
        "7f6161ff | indefinite | 0",
        "1c | reserved | 0",
        "3d | reserved | 0",
        "1817 | longer than it needs | 0",
        "190017 | longer than it needs | 0",
        "1900ff | longer than it needs | 0",
        "1a0000ffff | longer than it needs | 0",
        "1b00000000ffffffff | longer than it needs | 0",
        "3800 | longer than it needs | 0",
        "5803010203 | longer than it needs | 0",
        "780161 | longer than it needs | 0",
        "980101 | longer than it needs | 0",
        "b801616101 | longer than it needs | 0",
        "1b8000000000000000 | 64 bits | 0",
        "3b8000000000000000 | 64 bits | 0",
        "3bffffffffffffffff | 64 bits | 0",
        "c000 | tag other than 42 | 0",
        "c249010000000000000000 | tag other than 42 | 0",
        "d8296161 | tag other than 42 | 0",
        "d9002a41 | tag other than 42 | 0",
        "d82a6161 | a link | 0",
        "d82a4100 | a link | 0",
        "0000 | behind the value | 1",
        "8001 | behind the value | 1",
        "a1010100 | expected text | 1",
        "a1410101 | expected text | 1",
        "a1f600 | expected text | 1",
        "a2616101616102 | out of order, or twice | 4",
        "a2616201616102 | out of order, or twice | 4",
        "a26262620161610200 | out of order, or twice | 5",
        "81a2616201616102 | out of order, or twice | 5",
        "61ff | UTF-8 | 0",
        "62c080 | UTF-8 | 0",
        "63eda080 | UTF-8 | 0",
        "66eda080edb080 | UTF-8 | 0",
        "64f4908080 | UTF-8 | 0",
        "61c3 | UTF-8 | 0",
        "66efbfbdefbfff | UTF-8 | 0",
        "8161fe | UTF-8 | 1",
        "a161fe00 | UTF-8 | 1",
      })
  void otherBytesAreRefusedWithTheReasonAndTheOffset(String hex, String reason, int offset) {
    CborException refusal = refuse(hex);
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    assertEquals(offset, refusal.offset());
    assertTrue(String.valueOf(refusal.getMessage()).endsWith("at byte " + offset));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "18",
        "1900",
        "1a000000",
        "1b",
        "41",
        "4201",
        "61",
        "6261",
        "81",
        "8201",
        "a1",
        "a16161",
        "a2616101",
        "d8",
        "d82a",
        "d82a5825",
        "d82a58250001711220",
        "78",
        "98",
        "8281f6",
      })
  void inputThatStopsEarlyIsRefused(String hex) {
    refuse(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00" + "00551220", // version 0
        "00" + "02551220",
        "00" + "01701220", // dag-pb
        "00" + "01551320", // not SHA-256
        "00" + "01551221",
        "01" + "01551220", // no zero byte in front
      })
  void aLinkToACidOfAnotherFormIsRefused(String head) {
    refuse("d82a5825" + head + HASH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9affffffff",
        "9b7fffffffffffffff",
        "9bffffffffffffffff",
        "9a00020000",
        "baffffffff",
        "bb7fffffffffffffff",
        "5affffffff",
        "5b7fffffffffffffff",
        "5bffffffffffffffff",
        "7affffffff",
        "7bffffffffffffffff",
        "9a0001ffff00",
        "ba0001000061",
      })
  void aDeclaredLengthThatTheInputCannotHoldCostsNothing(String hex) {
    refuse(hex);
  }

  @Test
  void nestingEndsAtTheLimitForArraysMapsAndBoth() {
    assertEquals(value("81".repeat(31) + "80"), value("81".repeat(31) + "80"));
    refuse("81".repeat(32) + "80");
    value("a16161".repeat(31) + "a0");
    refuse("a16161".repeat(32) + "a0");
    value("81a16161".repeat(15) + "8180");
    refuse("81a16161".repeat(16) + "80");
    // Far deeper than any stack.
    refuse("81".repeat(1_000_000) + "80");
  }

  @Test
  void whatIsTooDeepToReadIsNotWritten() {
    DataValue value = new Array(List.of());
    for (int depth = 1; depth < 32; depth++) {
      value = new Array(List.of(value));
    }
    DataValue deepest = value;
    assertEquals(deepest, DagCbor.decode(DagCbor.encode(deepest)));
    assertThrows(CborException.class, () -> DagCbor.encode(new Array(List.of(deepest))));
    assertThrows(
        CborException.class, () -> DagCbor.encode(DataMap.builder().put("a", deepest).build()));
  }

  @Test
  void aContainerHoldsAtMostTheLimit() {
    int most = CborLimits.DEFAULT.maxItems();
    DataValue full = new Array(Collections.nCopies(most, Null.NULL));
    byte[] bytes = DagCbor.encode(full);
    assertEquals(full, DagCbor.decode(bytes));
    assertThrows(
        CborException.class,
        () -> DagCbor.encode(new Array(Collections.nCopies(most + 1, Null.NULL))));
    refuse("9a00020001" + "f6".repeat(most + 1));
  }

  @Test
  void aKeyHasAtMostTheLimitInBytes() {
    int most = CborLimits.DEFAULT.maxKeyBytes();
    DataMap longest = DataMap.builder().put("\u00e9".repeat(most / 2), 1).build();
    assertEquals(longest, DagCbor.decode(DagCbor.encode(longest)));
    DataMap tooLong = DataMap.builder().put("\u00e9".repeat(most / 2) + "a", 1).build();
    assertThrows(CborException.class, () -> DagCbor.encode(tooLong));
    refuse("a1792001" + "61".repeat(most + 1) + "01");
  }

  @Test
  void theWholeHasAtMostTheLimitInBytes() {
    CborLimits tiny = new CborLimits(10, 32, 10, 10);
    DagCbor.decode(DagCbor.encode(new Text("123456789")), tiny);
    byte[] tooLong = DagCbor.encode(new Text("1234567890"));
    assertThrows(CborException.class, () -> DagCbor.decode(tooLong, tiny));
    assertThrows(CborException.class, () -> DagCbor.encode(new Text("1234567890"), tiny));
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CborLimits(-1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new CborLimits(1, 100_000, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud800", "a\ud800", "\udc00", "\u00e9\udc00", "\udc00\ud800", "ab\udbffcd"})
  void halfASurrogatePairIsNotWritten(String text) {
    assertThrows(CborException.class, () -> DagCbor.encode(new Text(text)));
    DataMap key = DataMap.builder().put(text, 1).build();
    assertThrows(CborException.class, () -> DagCbor.encode(key));
    DagCborWriter writer = new DagCborWriter().integer(1);
    assertThrows(CborException.class, () -> writer.text(text));
    assertEquals(1, writer.size());
  }

  @Test
  void everyByteThatUtf8ForbidsIsRefusedAndEveryCharacterIsRead() {
    for (int character = 0; character <= Character.MAX_CODE_POINT; character += 13) {
      if (character < 0xd800 || character > 0xdfff) {
        Text text = new Text("x" + Character.toString(character));
        assertEquals(text, DagCbor.decode(DagCbor.encode(text)));
      }
    }
    for (int b = 0x80; b <= 0xff; b++) {
      refuse("61%02x".formatted(b));
      refuse("6261%02x".formatted(b));
    }
  }

  @Test
  void aReplacementCharacterThatIsSpelledOutIsTextLikeAnyOther() {
    byte[] bytes = "x\ufffd\u6c34".getBytes(StandardCharsets.UTF_8);
    assertEquals(new Text("x\ufffd\u6c34"), value("67" + HexFormat.of().formatHex(bytes)));
  }

  private static DataValue value(String hex) {
    return DagCbor.decode(HexFormat.of().parseHex(hex));
  }

  private static CborException refuse(String hex) {
    return assertThrows(CborException.class, () -> value(hex), hex);
  }
}
