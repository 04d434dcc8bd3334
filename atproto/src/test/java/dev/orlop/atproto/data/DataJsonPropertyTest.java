package dev.orlop.atproto.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Bool;
import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Link;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cbor.DataValue.Text;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DataJsonPropertyTest {
  private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 20, 1000);

  @Test
  void everyValueReadsBackFromItsJsonAndFromItsCbor() {
    Cases.run(
        2000,
        random -> {
          DataMap value = map(random, 4);
          assertEquals(value, DataJson.parse(DataJson.write(value)));
          assertEquals(value, DataJson.parse(DataJson.pretty(value)));
          assertEquals(value, DagCbor.decode(DagCbor.encode(value)));
        });
  }

  @Test
  void hostileJsonIsReadOrRefusedAndWhatIsReadReadsBack() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("atproto/src/test/resources/fuzz/json")),
        50_000,
        InvalidJsonException.class,
        input -> {
          DataValue value = DataJson.parseValue(input, LIMITS);
          assertEquals(value, DataJson.parseValue(DataJson.write(value), JsonLimits.DOCUMENT));
          assertEquals(value, DagCbor.decode(DagCbor.encode(value)));
        });
  }

  @Test
  void keysSortAsTheirUtf8BytesDo() {
    Cases.run(
        5000,
        random -> {
          String one = text(random);
          String other = random.nextInt(4) == 0 ? one + text(random) : text(random);
          byte[] a = one.getBytes(StandardCharsets.UTF_8);
          byte[] b = other.getBytes(StandardCharsets.UTF_8);
          int expected =
              a.length != b.length
                  ? Integer.compare(a.length, b.length)
                  : Arrays.compareUnsigned(a, b);
          assertEquals(Integer.signum(expected), Integer.signum(DataMap.compareKeys(one, other)));
        });
  }

  @Test
  void aValueThatCouldNotBeReadBackIsNotEncoded() {
    DataValue deepest = nested(CborLimits.DEFAULT.maxDepth());
    assertEquals(deepest, DagCbor.decode(DagCbor.encode(deepest)));
    DataValue tooDeep = nested(CborLimits.DEFAULT.maxDepth() + 1);
    assertThrows(CborException.class, () -> DagCbor.encode(tooDeep));
    DataMap longKey = DataMap.builder().put("é".repeat(5000), 1).build();
    assertThrows(CborException.class, () -> DagCbor.encode(longKey));
  }

  private static DataValue nested(int depth) {
    DataValue value = new Array(List.of());
    for (int i = 1; i < depth; i++) {
      value = i % 2 == 0 ? new Array(List.of(value)) : DataMap.builder().put("a", value).build();
    }
    return value;
  }

  private static DataValue value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> Null.NULL;
      case 1 -> new Bool(random.nextBoolean());
      case 2 -> new Int(random.nextLong() >> random.nextInt(64));
      case 3 -> new Text(text(random));
      case 4 -> new Bytes(bytes(random));
      case 5 -> new Link(Cid.hash(Cid.Codec.RAW, bytes(random)));
      case 6 -> array(random, depth - 1);
      default -> map(random, depth - 1);
    };
  }

  private static Array array(SplittableRandom random, int depth) {
    List<DataValue> items = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      items.add(value(random, depth));
    }
    return new Array(items);
  }

  private static DataMap map(SplittableRandom random, int depth) {
    DataMap.Builder builder = DataMap.builder();
    for (int i = random.nextInt(6); i > 0; i--) {
      builder.put("k" + text(random), value(random, depth));
    }
    return builder.build();
  }

  /** Text over all of Unicode: control characters, quotes, characters of two, three, four bytes. */
  private static String text(SplittableRandom random) {
    int[] tops = {0x20, 0x80, 0x800, 0xd800, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int c = random.nextInt(tops[random.nextInt(tops.length)]);
      text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? '"' : c);
    }
    return text.toString();
  }

  private static byte[] bytes(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(12)];
    random.nextBytes(bytes);
    return bytes;
  }
}
