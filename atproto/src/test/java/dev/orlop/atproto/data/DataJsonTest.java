package dev.orlop.atproto.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Link;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cid.Cid;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataJsonTest {
  private static final String HELLO_CID =
      "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";

  @Test
  void linksAndBytesHaveAFormOfTheirOwn() {
    DataMap map =
        DataJson.parse(
            "{\"l\":{\"$link\":\"" + HELLO_CID + "\"},\"b\":{\"$bytes\":\"aGVsbG8\"},\"n\":null}");
    assertEquals(Optional.of(Cid.parse(HELLO_CID)), map.link("l"));
    assertArrayEquals("hello".getBytes(StandardCharsets.US_ASCII), map.bytes("b").orElseThrow());
    assertEquals(Null.NULL, map.get("n"));
    assertEquals(
        "{\"b\":{\"$bytes\":\"aGVsbG8\"},\"l\":{\"$link\":\"" + HELLO_CID + "\"},\"n\":null}",
        DataJson.text(map));
  }

  @Test
  void bytesAreReadWithAndWithoutPadding() {
    assertEquals(
        DataJson.parse("{\"b\":{\"$bytes\":\"aGVsbG8=\"}}"),
        DataJson.parse("{\"b\":{\"$bytes\":\"aGVsbG8\"}}"));
  }

  @Test
  void keysAreWrittenInTheOrderOfDagCbor() {
    assertEquals(
        "{\"b\":1,\"c\":2,\"aa\":3}", DataJson.text(DataJson.parse("{\"aa\":3,\"c\":2,\"b\":1}")));
  }

  @Test
  void aTreeForPeopleIsIndented() {
    assertEquals(
        """
        {
          "a" : [
            1,
            {
              "b" : null
            }
          ]
        }
        """,
        DataJson.pretty(DataJson.parse("{\"a\":[1,{\"b\":null}]}")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.0, 0",
    "1.0, 1",
    "4e2, 400",
    "100e-2, 1",
    "0e999999999, 0",
    "9007199254740993, 9007199254740993",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "-9.223372036854775808e18, -9223372036854775808"
  })
  void aNumberThatIsAnIntegerIsTakenHoweverItIsSpelled(String json, long number) {
    assertEquals(new Int(number), value(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e-1",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e999999999",
        "1e-999999999",
        "1e99999999999",
        "0e99999999999",
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "NaN",
        "Infinity"
      })
  void aNumberThatIsNoIntegerOf64BitsIsRefused(String json) {
    assertThrows(InvalidJsonException.class, () -> value(json));
  }

  @Test
  void aNumberOfManyDigitsIsRefusedBeforeItIsWorkedOut() {
    String digits = "9".repeat(1_000_000);
    assertThrows(InvalidJsonException.class, () -> value(digits));
    assertThrows(InvalidJsonException.class, () -> value("0." + digits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$link\":1}",
        "{\"$link\":null}",
        "{\"$link\":\"nocid\"}",
        "{\"$link\":\"" + HELLO_CID + "\",\"x\":1}",
        "{\"$bytes\":[1]}",
        "{\"$bytes\":null}",
        "{\"$bytes\":\"====\"}",
        "{\"$bytes\":\"a\"}",
        "{\"$bytes\":\"aGVs\\nbG8\"}",
        "{\"$bytes\":\"_-_-\"}",
        "{\"$bytes\":\"aGVsbG8\",\"x\":1}",
        "{\"$type\":null}",
        "{\"$type\":\"\"}",
        "{\"$type\":1}",
        "{\"$type\":\"blob\"}",
        "{\"$type\":\"blob\",\"ref\":\"x\",\"mimeType\":\"a/b\",\"size\":1}",
        "{\"$type\":\"blob\",\"ref\":{\"$link\":\""
            + HELLO_CID
            + "\"},\"mimeType\":\"a/b\",\"size\":-1}"
      })
  void anObjectThatMisusesADollarFieldIsRefused(String json) {
    assertThrows(InvalidJsonException.class, () -> value(json));
    assertThrows(InvalidJsonException.class, () -> value("[" + json + "]"));
  }

  @Test
  void anUnknownDollarFieldIsKept() {
    assertEquals("{\"$new\":1}", DataJson.text(DataJson.parse("{\"$new\":1}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\"}",
        "{\"a\":1,}",
        "[1,]",
        "{a:1}",
        "{'a':1}",
        "{}{}",
        "{} x",
        "/* */{}",
        "\"a\tb\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud800\":1}",
        "\"\\x\"",
        "nul",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}"
      })
  void whatIsNotStrictlyOneJsonValueIsRefused(String json) {
    assertThrows(InvalidJsonException.class, () -> value(json));
  }

  @Test
  void onlyUtf8IsRead() {
    refuse(new byte[] {'"', (byte) 0xff, '"'});
    refuse(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'});
    refuse(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
    refuse(new byte[] {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'});
    refuse("\ufeff{}".getBytes(StandardCharsets.UTF_8));
    refuse("{}".getBytes(StandardCharsets.UTF_16LE));
    refuse("{}".getBytes(StandardCharsets.UTF_16BE));
    refuse("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    refuse("{}".getBytes(Charset.forName("UTF-32BE")));
  }

  @Test
  void halfASurrogatePairIsRefusedInTextToo() {
    assertThrows(InvalidJsonException.class, () -> DataJson.parse("{\"a\":\"\ud800\"}"));
  }

  @Test
  void depthIsCountedInArraysAndObjects() {
    JsonLimits limits = new JsonLimits(1000, 3, 10);
    assertEquals("[[[]]]", DataJson.text(parse("[[[]]]", limits)));
    assertThrows(InvalidJsonException.class, () -> parse("[[[[]]]]", limits));
    assertThrows(InvalidJsonException.class, () -> parse("[{\"a\":[{}]}]", limits));
    String bomb = "[".repeat(1_000_000);
    assertThrows(InvalidJsonException.class, () -> parse(bomb, JsonLimits.DOCUMENT));
  }

  @Test
  void sizeAndItemsAreBounded() {
    JsonLimits limits = new JsonLimits(20, 3, 2);
    assertEquals("[1,2]", DataJson.text(parse("[1,2]", limits)));
    assertThrows(InvalidJsonException.class, () -> parse("[1,2,3]", limits));
    assertThrows(InvalidJsonException.class, () -> parse("{\"a\":1,\"b\":2,\"c\":3}", limits));
    assertThrows(InvalidJsonException.class, () -> parse(" ".repeat(20) + "1", limits));
  }

  @Test
  void aStreamIsReadNoFurtherThanItsLimit() throws Exception {
    JsonLimits limits = new JsonLimits(10, 3, 10);
    InputStream endless =
        new ByteArrayInputStream(" ".repeat(1000).getBytes(StandardCharsets.UTF_8));
    assertThrows(InvalidJsonException.class, () -> DataJson.parse(endless, limits));
    assertEquals(1000 - 11, endless.available());
    InputStream small = new ByteArrayInputStream("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    assertEquals(DataMap.builder().put("a", 1).build(), DataJson.parse(small, limits));
  }

  @Test
  void messagesDoNotRepeatTheInputAtLength() {
    String name = "x".repeat(100_000);
    String message =
        assertThrows(InvalidJsonException.class, () -> DataJson.parse("{" + name + ":1}"))
            .toString();
    assertTrue(message.length() < 500, message);
  }

  @Test
  void aBlobIsReadAndWritten() {
    String json =
        "{\"ref\":{\"$link\":\""
            + HELLO_CID
            + "\"},\"size\":5,\"$type\":\"blob\",\"mimeType\":\"text/plain\"}";
    DataMap map = DataJson.parse(json);
    BlobRef blob = BlobRef.of(map);
    assertEquals(new BlobRef(Cid.parse(HELLO_CID), "text/plain", 5), blob);
    assertEquals(map, blob.toData());
    assertEquals(json, DataJson.text(blob.toData()));
    assertEquals(map, DagCbor.decode(DagCbor.encode(map)));
  }

  @Test
  void anArrayHoldsWhatItWasGiven() {
    DataValue array = value("[{\"$link\":\"" + HELLO_CID + "\"},{\"$bytes\":\"\"},[],{}]");
    Array expected =
        (Array)
            DataJson.array(
                List.of(
                    new Link(Cid.parse(HELLO_CID)),
                    new Bytes(new byte[0]),
                    DataJson.array(List.of()),
                    DataMap.EMPTY));
    assertEquals(expected, array);
  }

  private static DataValue value(String json) {
    return parse(json, JsonLimits.DOCUMENT);
  }

  private static DataValue parse(String json, JsonLimits limits) {
    return DataJson.parseValue(json.getBytes(StandardCharsets.UTF_8), limits);
  }

  private static void refuse(byte[] json) {
    assertThrows(InvalidJsonException.class, () -> DataJson.parseValue(json, JsonLimits.DOCUMENT));
  }
}
