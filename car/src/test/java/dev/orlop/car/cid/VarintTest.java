package dev.orlop.car.cid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.testkit.Cases;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  @ParameterizedTest
  @CsvSource({
    "0,00",
    "1,01",
    "127,7f",
    "128,8001",
    "255,ff01",
    "300,ac02",
    "16383,ff7f",
    "16384,808001",
    "2000036,a4897a",
    "9223372036854775807,ffffffffffffffff7f"
  })
  void aValueHasItsShortestBytes(long value, String hex) throws IOException {
    byte[] target = new byte[Varint.MAX_BYTES];
    int end = Varint.write(value, target, 0);
    assertEquals(hex, HexFormat.of().formatHex(target, 0, end));
    assertEquals(end, Varint.size(value));
    assertEquals(value, read(hex));
  }

  @Test
  void everyValueSurvivesAndTheBytesBehindItStay() {
    Cases.run(
        1000,
        random -> {
          long value = random.nextLong() >>> random.nextInt(1, 64);
          byte[] target = new byte[20];
          int offset = random.nextInt(8);
          int end = Varint.write(value, target, offset);
          assertEquals(Varint.size(value), end - offset);
          var in = new ByteArrayInputStream(Arrays.copyOfRange(target, offset, 20));
          assertEquals(value, Varint.read(in));
          assertEquals(20 - end, in.available());
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"80", "ffff", "8000", "ff8000", "808080808080808080", "ffffffffffffffffff01"})
  void whatIsCutOffTooLongOrNotTheShortestIsRefused(String hex) {
    assertThrows(InvalidVarintException.class, () -> read(hex));
  }

  @Test
  void theEndOfTheStreamIsNoFaultBeforeTheFirstByte() throws IOException {
    assertEquals(-1, read(""));
  }

  @Test
  void aNegativeValueHasNoVarint() {
    assertThrows(IllegalArgumentException.class, () -> Varint.write(-1, new byte[10], 0));
    assertThrows(IllegalArgumentException.class, () -> Varint.size(-1));
  }

  @Test
  void anyBytesAreAVarintThatWritesBackTheSameOrAreRefused() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("car/src/test/resources/fuzz/varint")),
        20_000,
        InvalidVarintException.class,
        input -> {
          var in = new ByteArrayInputStream(input);
          long value = Varint.read(in);
          int length = input.length - in.available();
          byte[] again = new byte[Varint.MAX_BYTES];
          int end = value < 0 ? 0 : Varint.write(value, again, 0);
          if (!Arrays.equals(input, 0, length, again, 0, end)) {
            throw new AssertionError("read as " + value + ", which is written otherwise");
          }
        });
  }

  private static long read(String hex) throws IOException {
    return Varint.read(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }
}
