package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DagCborReader.Kind;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cid.Cid;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Item by item, as tree nodes, commits and CAR headers are read and written. */
class ReaderWriterTest {
  private static final Cid CID = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {(byte) 0xa0});

  @Test
  void itemsAreReadAsTheyWereWritten() {
    byte[] bytes =
        new DagCborWriter()
            .mapHead(2)
            .text("e")
            .arrayHead(7)
            .integer(-7)
            .bytes(new byte[] {9, 1, 2, 9}, 1, 2)
            .bool(true)
            .nil()
            .link(CID)
            .nil()
            .text("\u00fc")
            .text("left")
            .link(CID)
            .toByteArray();
    DagCborReader reader = new DagCborReader(bytes);
    assertEquals(2, reader.mapHead());
    reader.key("e");
    assertEquals(7, reader.arrayHead());
    assertEquals(-7, reader.integer());
    assertArrayEquals(new byte[] {1, 2}, reader.bytes());
    assertTrue(reader.bool());
    reader.nil();
    assertEquals(CID, reader.linkOrNull());
    assertNull(reader.linkOrNull());
    assertEquals("\u00fc", reader.text());
    assertEquals("left", reader.key());
    assertEquals(CID, reader.link());
    reader.end();
    assertEquals(bytes.length, reader.position());
  }

  @Test
  void aReaderSeesItsSliceAloneAndCountsFromItsStart() {
    byte[] around = {0x01, (byte) 0x82, 0x05, 0x61, 0x61, 0x02};
    DagCborReader reader = new DagCborReader(around, 1, 4, CborLimits.DEFAULT);
    assertEquals(2, reader.arrayHead());
    assertEquals(5, reader.integer());
    assertEquals(2, reader.position());
    assertEquals("a", reader.text());
    reader.end();
    CborException refusal = assertThrows(CborException.class, reader::integer);
    assertEquals(4, refusal.offset());

    DagCborReader shorter = new DagCborReader(around, 3, 1, CborLimits.DEFAULT);
    assertThrows(CborException.class, shorter::text);
    assertThrows(
        IndexOutOfBoundsException.class, () -> new DagCborReader(around, 3, 4, CborLimits.DEFAULT));
  }

  @Test
  void twoValuesInARowAreReadOneAfterTheOther() {
    byte[] frame = new DagCborWriter().mapHead(0).arrayHead(1).integer(3).toByteArray();
    DagCborReader reader = new DagCborReader(frame);
    assertEquals(DataMap.EMPTY, DagCbor.read(reader, 32));
    assertEquals(new DataValue.Array(List.of(new Int(3))), DagCbor.read(reader, 32));
    reader.end();
  }

  @Test
  void everyKindIsToldWithoutReadingIt() {
    record Sample(Kind kind, Consumer<DagCborWriter> write) {}
    List<Sample> samples =
        List.of(
            new Sample(Kind.INTEGER, w -> w.integer(1)),
            new Sample(Kind.INTEGER, w -> w.integer(-1)),
            new Sample(Kind.BYTES, w -> w.bytes(new byte[1])),
            new Sample(Kind.TEXT, w -> w.text("a")),
            new Sample(Kind.ARRAY, w -> w.arrayHead(0)),
            new Sample(Kind.MAP, w -> w.mapHead(0)),
            new Sample(Kind.LINK, w -> w.link(CID)),
            new Sample(Kind.BOOL, w -> w.bool(false)),
            new Sample(Kind.NULL, DagCborWriter::nil));
    for (Sample sample : samples) {
      DagCborWriter writer = new DagCborWriter();
      sample.write.accept(writer);
      DagCborReader reader = new DagCborReader(writer.toByteArray());
      assertEquals(sample.kind, reader.kind());
      assertEquals(0, reader.position());
      // And every method for another kind refuses it, moving nothing.
      if (sample.kind != Kind.INTEGER) {
        assertThrows(CborException.class, reader::integer);
      }
      if (sample.kind != Kind.TEXT) {
        assertThrows(CborException.class, reader::text);
      }
      if (sample.kind != Kind.BYTES) {
        assertThrows(CborException.class, reader::bytes);
      }
      if (sample.kind != Kind.ARRAY) {
        assertThrows(CborException.class, reader::arrayHead);
      }
      if (sample.kind != Kind.MAP) {
        assertThrows(CborException.class, reader::mapHead);
      }
      if (sample.kind != Kind.LINK) {
        assertThrows(CborException.class, reader::link);
      }
      if (sample.kind != Kind.BOOL) {
        assertThrows(CborException.class, reader::bool);
      }
      if (sample.kind != Kind.NULL) {
        assertThrows(CborException.class, reader::nil);
      }
      assertEquals(0, reader.position());
    }
  }

  @Test
  void aKeyOtherThanTheExpectedOneIsRefused() {
    for (String other : List.of("", "d", "ee", "\u00e5")) {
      DagCborReader reader = new DagCborReader(new DagCborWriter().text(other).toByteArray());
      assertThrows(CborException.class, () -> reader.key("e"), other);
    }
  }

  @Test
  void aWriterGrowsAndIsUsedAgain() {
    DagCborWriter writer = new DagCborWriter(0);
    writer.text("a".repeat(100_000)).raw(new byte[] {(byte) 0xf6});
    assertEquals(100_006, writer.size());
    byte[] first = writer.toByteArray();
    assertEquals(Cid.hash(Cid.Codec.DAG_CBOR, first), writer.cid());
    writer.reset();
    assertEquals(0, writer.size());
    assertArrayEquals(new byte[] {5}, writer.integer(5).toByteArray());
    assertEquals(100_006, first.length);
  }

  @Test
  void aNegativeCountIsTheCallersMistake() {
    assertThrows(IllegalArgumentException.class, () -> new DagCborWriter().arrayHead(-1));
    assertThrows(IllegalArgumentException.class, () -> new DagCborWriter().mapHead(-1));
  }
}
