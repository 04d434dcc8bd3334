package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Bool;
import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Link;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cbor.DataValue.Text;
import dev.orlop.car.cid.Cid;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes written down by hand from RFC 8949: what is stored and signed must never change. */
class GoldenBytesTest {
  private static final Cid RAW =
      Cid.parse("bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
  private static final String RAW_LINK =
      "d82a58250001551220" + "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @ParameterizedTest
  @CsvSource({
    "0,00",
    "1,01",
    "10,0a",
    "23,17",
    "24,1818",
    "255,18ff",
    "256,190100",
    "1000,1903e8",
    "65535,19ffff",
    "65536,1a00010000",
    "1000000,1a000f4240",
    "4294967295,1affffffff",
    "4294967296,1b0000000100000000",
    "1000000000000,1b000000e8d4a51000",
    "9007199254740991,1b001fffffffffffff",
    "9223372036854775807,1b7fffffffffffffff",
    "-1,20",
    "-10,29",
    "-24,37",
    "-25,3818",
    "-100,3863",
    "-256,38ff",
    "-257,390100",
    "-1000,3903e7",
    "-65537,3a00010000",
    "-4294967296,3affffffff",
    "-4294967297,3b0000000100000000",
    "-9223372036854775808,3b7fffffffffffffff",
  })
  void integersTakeTheFewestBytes(long value, String hex) {
    bothWays(new Int(value), hex);
  }

  @Test
  void simpleValues() {
    bothWays(Null.NULL, "f6");
    bothWays(new Bool(false), "f4");
    bothWays(new Bool(true), "f5");
  }

  @Test
  void textIsUtf8CountedInBytes() {
    bothWays(new Text(""), "60");
    bothWays(new Text("a"), "6161");
    bothWays(new Text("IETF"), "6449455446");
    bothWays(new Text("\"\\"), "62225c");
    bothWays(new Text("\u00fc"), "62c3bc");
    bothWays(new Text("\u6c34"), "63e6b0b4");
    bothWays(new Text("\ud800\udd51"), "64f0908591");
    bothWays(new Text("\ufffd"), "63efbfbd");
    bothWays(new Text("\u0000"), "6100");
    bothWays(new Text("a".repeat(23)), "77" + "61".repeat(23));
    bothWays(new Text("a".repeat(24)), "7818" + "61".repeat(24));
    bothWays(new Text("\u00fc".repeat(12)), "7818" + "c3bc".repeat(12));
    bothWays(new Text("a".repeat(256)), "790100" + "61".repeat(256));
    bothWays(new Text("a".repeat(65_536)), "7a00010000" + "61".repeat(65_536));
  }

  @Test
  void bytesAndLinks() {
    bothWays(new Bytes(new byte[0]), "40");
    bothWays(new Bytes(new byte[] {1, 2, 3, 4}), "4401020304");
    bothWays(new Bytes(new byte[300]), "59012c" + "00".repeat(300));
    bothWays(new Link(RAW), RAW_LINK);
  }

  @Test
  void arraysAndMapsNest() {
    bothWays(new Array(List.of()), "80");
    bothWays(DataMap.EMPTY, "a0");
    Int one = new Int(1);
    bothWays(
        new Array(List.of(one, new Array(List.of(new Int(2), new Int(3))), Null.NULL)),
        "8301820203f6");
    bothWays(new Array(java.util.Collections.nCopies(25, one)), "9819" + "01".repeat(25));
    bothWays(DataMap.builder().put("a", new Array(List.of(DataMap.EMPTY))).build(), "a1616181a0");
  }

  @Test
  void mapKeysStandByLengthInBytesThenByTheBytesWhicheverWayTheyWerePut() {
    DataMap map =
        DataMap.builder()
            .put("\ue000", 8) // ee 80 80
            .put("\ud83d\ude00", 9) // f0 9f 98 80: longer
            .put("\u00e9", 6) // c3 a9
            .put("zz", 5)
            .put("aaa", 7)
            .put("b", 4)
            .put("a", 3)
            .put("Z", 2)
            .put("", 1)
            .build();
    bothWays(
        map,
        "a9"
            + ("60" + "01")
            + ("615a" + "02")
            + ("6161" + "03")
            + ("6162" + "04")
            + ("627a7a" + "05")
            + ("62c3a9" + "06")
            + ("63616161" + "07")
            + ("63ee8080" + "08")
            + ("64f09f9880" + "09"));
  }

  @Test
  void aRecordWithABlob() {
    DataMap blob =
        DataMap.builder()
            .put("$type", "blob")
            .put("ref", RAW)
            .put("mimeType", "text/plain")
            .put("size", 5)
            .build();
    String hex =
        "a4"
            + ("63726566" + RAW_LINK)
            + "6473697a6505"
            + "65247479706564626c6f62"
            + "686d696d65547970656a746578742f706c61696e";
    bothWays(blob, hex);
    assertEquals(Cid.hash(Cid.Codec.DAG_CBOR, HexFormat.of().parseHex(hex)), DagCbor.cid(blob));
  }

  @Test
  void aCarHeaderStartsWithTheBytesThatEveryCarStartsWith() {
    DagCborWriter writer = new DagCborWriter();
    writer.mapHead(2).text("roots").arrayHead(1).link(RAW).text("version").integer(1);
    assertEquals(
        "a265726f6f747381" + RAW_LINK + "6776657273696f6e01",
        HexFormat.of().formatHex(writer.toByteArray()));
    assertEquals(58, writer.size());
  }

  private static void bothWays(DataValue value, String hex) {
    assertEquals(hex, HexFormat.of().formatHex(DagCbor.encode(value)));
    assertEquals(value, DagCbor.decode(HexFormat.of().parseHex(hex)));
  }
}
