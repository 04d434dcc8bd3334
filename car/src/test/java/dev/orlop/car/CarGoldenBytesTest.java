package dev.orlop.car;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Cid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files written down by hand from the CARv1 specification. */
class CarGoldenBytesTest {
  private static final Cid EMPTY_MAP =
      Cid.parse("bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua");
  private static final Cid HELLO =
      Cid.parse("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
  private static final String EMPTY_MAP_HEX =
      "01711220" + "c19a797fa1fd590cd2e5b42d1cf5f246e29b91684e2f87404b81dc345c7a56a0";
  private static final String HELLO_HEX =
      "01551220" + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  private static final String HEADER =
      "3a" // 58 bytes
          + ("a2" + "65726f6f7473" + "81" + "d82a582500" + EMPTY_MAP_HEX) // roots
          + ("6776657273696f6e" + "01"); // version
  private static final String BLOCKS =
      ("25" + EMPTY_MAP_HEX + "a0") // 37 bytes: the CID and an empty map
          + ("29" + HELLO_HEX + "68656c6c6f"); // 41 bytes: the CID and "hello"

  @Test
  void aFileOfTwoBlocksIsWrittenAndReadByteForByte() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, List.of(EMPTY_MAP));
    writer.write(EMPTY_MAP, new byte[] {(byte) 0xa0});
    writer.write(HELLO, "hello".getBytes(StandardCharsets.US_ASCII));
    assertEquals(HEADER + BLOCKS, HexFormat.of().formatHex(out.toByteArray()));

    try (CarReader reader = open(HEADER + BLOCKS)) {
      assertEquals(EMPTY_MAP, reader.root());
      assertEquals(59, reader.position());
      expect(EMPTY_MAP, "a0", reader.next());
      assertEquals(59 + CarWriter.size(1), reader.position());
      expect(HELLO, "68656c6c6f", reader.next());
      assertNull(reader.next());
    }
  }

  @Test
  void blocksAppendedLaterBelongToTheSameFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CarWriter(out, List.of(EMPTY_MAP)).write(EMPTY_MAP, new byte[] {(byte) 0xa0});
    CarWriter.append(out).write(HELLO, "hello".getBytes(StandardCharsets.US_ASCII));
    assertEquals(HEADER + BLOCKS, HexFormat.of().formatHex(out.toByteArray()));
  }

  @Test
  void aFileMayHaveNoRootOrSeveralButThenItHasNoSingleOne() throws IOException {
    ByteArrayOutputStream none = new ByteArrayOutputStream();
    new CarWriter(none, List.of());
    String hex = "11a265726f6f7473806776657273696f6e01";
    assertEquals(hex, HexFormat.of().formatHex(none.toByteArray()));
    try (CarReader reader = open(hex)) {
      assertEquals(List.of(), reader.roots());
      assertThrows(CarFormatException.class, reader::root);
    }
    try (CarReader reader = new CarReader(rooted(2), CarLimits.DEFAULT)) {
      assertEquals(List.of(HELLO, HELLO), reader.roots());
      assertThrows(CarFormatException.class, reader::root);
    }
    assertThrows(CarFormatException.class, () -> new CarReader(rooted(17), CarLimits.DEFAULT));
  }

  @Test
  void theLengthOfABlockTakesAnotherByteFrom128AndFrom16384On() throws IOException {
    for (int data : List.of(0, 91, 92, 16_347, 16_348)) {
      byte[] block = new byte[data];
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CarWriter.append(out).write(Cid.hash(Cid.Codec.RAW, block), block);
      assertEquals(CarWriter.size(data), out.size());
    }
    assertEquals(128, CarWriter.size(91));
    assertEquals(130, CarWriter.size(92));
    assertEquals(16_385, CarWriter.size(16_347));
    assertEquals(16_387, CarWriter.size(16_348));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty file",
        "00 | cut off",
        "01a0 | roots and version",
        "0aa16776657273696f6e01 | roots and version",
        "11a265726f6f7473806776657273696f6e02 | version 2",
        "11a265726f6f7473806776657273696f6e00 | version 0",
        "11a265726f6f7473f66776657273696f6e01 | expected an array",
        "12a265726f6f747381f66776657273696f6e01 | a link",
        "11a26776657273696f6e0165726f6f747380 | expected the key",
        "12a265726f6f7473806776657273696f6e0100 | behind the value",
        "12a265726f6f7473806776657273696f6e1801 | longer than it needs",
        "13a265726f6f7473806776657273696f6ef93c00 | an integer",
        "9100a265726f6f7473806776657273696f6e01 | longer than it needs",
        "11a265726f6f7473806776657273696f6e | cut off",
        "8108 | limit 1024",
        "ffffffffffffffff7f | limit 1024",
        "ffffffffffffffffff01 | 9 bytes",
      })
  void anyOtherHeaderIsRefusedWithTheReason(String hex, String reason) {
    CarFormatException refusal = assertThrows(CarFormatException.class, () -> open(hex));
    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00 | too short",
        "23 | too short",
        "a500 | longer than it needs",
        "a5 | cut off",
        "25 | cut off",
        "25" + EMPTY_MAP_HEX + " | cut off",
        "a5897a | limit 2000000",
        "ffffffffffffffff7f | limit 2000000",
        "808080808080808080 | 9 bytes",
        "2400711220c19a797fa1fd590cd2e5b42d1cf5f246e29b91684e2f87404b81dc345c7a56a0 | version 0",
        "2401701220c19a797fa1fd590cd2e5b42d1cf5f246e29b91684e2f87404b81dc345c7a56a0 | codec 0x70",
        "2401711320c19a797fa1fd590cd2e5b42d1cf5f246e29b91684e2f87404b81dc345c7a56a0 | SHA-256",
        "24"
            + EMPTY_MAP_HEX
            + " | "
            + "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua",
      })
  void anyOtherBlockIsRefusedWithTheReason(String hex, String reason) throws IOException {
    try (CarReader reader = open(HEADER + hex)) {
      CarFormatException refusal = assertThrows(CarFormatException.class, () -> reader.next());
      assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    }
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new CarLimits(-1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new CarLimits(1, 1, 1, -1));
  }

  private static void expect(Cid cid, String hex, @Nullable CarBlock block) {
    if (block == null) {
      throw new AssertionError("no block");
    }
    assertEquals(cid, block.cid());
    assertArrayEquals(HexFormat.of().parseHex(hex), block.data());
  }

  private static ByteArrayInputStream rooted(int roots) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CarWriter(out, Collections.nCopies(roots, HELLO));
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static CarReader open(String hex) throws IOException {
    return new CarReader(new ByteArrayInputStream(HexFormat.of().parseHex(hex)), CarLimits.DEFAULT);
  }
}
