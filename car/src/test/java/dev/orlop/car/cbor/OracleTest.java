package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.nstant.in.cbor.CborDecoder;
import co.nstant.in.cbor.CborEncoder;
import co.nstant.in.cbor.model.ByteString;
import co.nstant.in.cbor.model.DataItem;
import co.nstant.in.cbor.model.NegativeInteger;
import co.nstant.in.cbor.model.SimpleValue;
import co.nstant.in.cbor.model.UnicodeString;
import co.nstant.in.cbor.model.UnsignedInteger;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Our codec beside a CBOR library that others wrote. It is lenient when it reads, but what it
 * writes is what we must write.
 *
 * <p>All but for one thing: its canonical writer compares the bytes of keys of one length as signed
 * (co.nstant.in:cbor 0.9, MapEncoder), which puts every key that starts beyond ASCII before every
 * ASCII one. So keys are put in order here, by their UTF-8, and it writes them as they come; only
 * where all keys are ASCII is its own order the judge.
 */
class OracleTest {
  @Test
  void weWriteWhatTheOracleWritesAndReadItBack() {
    Cases.run(
        1500,
        random -> {
          DataValue value = DataValues.any(random, 4);
          byte[] ours = DagCbor.encode(value);
          assertArrayEquals(oracleBytes(toOracle(value)), ours);
          assertEquals(value, DagCbor.decode(ours));
          assertEquals(value.hashCode(), DagCbor.decode(ours).hashCode());
        });
  }

  @Test
  void keysOfAsciiStandInTheOraclesOwnOrder() {
    Cases.run(
        300,
        random -> {
          DataMap.Builder map = DataMap.builder();
          for (int i = random.nextInt(40); i > 0; i--) {
            map.put(DataValues.ascii(random, random.nextInt(4)), i);
          }
          DataValue value = map.build();
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          new CborEncoder(out).encode(toOracle(value));
          assertArrayEquals(out.toByteArray(), DagCbor.encode(value));
        });
  }

  @Test
  void theOracleReadsWhatWeWrite() {
    Cases.run(
        500,
        random -> {
          DataValue value = DataValues.any(random, 3);
          List<DataItem> items =
              new CborDecoder(new ByteArrayInputStream(DagCbor.encode(value))).decode();
          assertEquals(List.of(toOracle(value)), items);
        });
  }

  /**
   * Fuzzed input: we either refuse, or the oracle's canonical bytes of what it read are the input.
   */
  @Test
  void whatWeAcceptIsCanonicalByTheOraclesJudgement() {
    int[] accepted = new int[1];
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("car/src/test/resources/fuzz/cbor")),
        10_000,
        CborException.class,
        input -> {
          DagCbor.decode(input);
          accepted[0]++;
          List<DataItem> items = new CborDecoder(new ByteArrayInputStream(input)).decode();
          assertEquals(1, items.size());
          assertArrayEquals(oracleBytes(items.getFirst()), input);
        });
    assertTrue(accepted[0] > 100, "the mutants are too wild to test anything: " + accepted[0]);
  }

  private static byte[] oracleBytes(DataItem item) throws co.nstant.in.cbor.CborException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new CborEncoder(out).nonCanonical().encode(inOrder(item));
    return out.toByteArray();
  }

  /** The same item with the keys of each map by length and then by their bytes, unsigned. */
  private static DataItem inOrder(DataItem item) {
    return switch (item) {
      case co.nstant.in.cbor.model.Array array -> {
        var copy = new co.nstant.in.cbor.model.Array();
        array.getDataItems().forEach(each -> copy.add(inOrder(each)));
        yield copy;
      }
      case co.nstant.in.cbor.model.Map map -> {
        var copy = new co.nstant.in.cbor.model.Map();
        map.getKeys().stream()
            .sorted(
                Comparator.comparing(
                    OracleTest::utf8,
                    Comparator.<byte[]>comparingInt(key -> key.length)
                        .thenComparing(Arrays::compareUnsigned)))
            .forEach(key -> copy.put(key, inOrder(map.get(key))));
        yield copy;
      }
      default -> item;
    };
  }

  private static byte[] utf8(DataItem key) {
    return ((UnicodeString) key).getString().getBytes(StandardCharsets.UTF_8);
  }

  private static DataItem toOracle(DataValue value) {
    return switch (value) {
      case Null _ -> SimpleValue.NULL;
      case Bool(boolean b) -> b ? SimpleValue.TRUE : SimpleValue.FALSE;
      case Int(long number) ->
          number >= 0
              ? new UnsignedInteger(BigInteger.valueOf(number))
              : new NegativeInteger(BigInteger.valueOf(number));
      case Text(String text) -> new UnicodeString(text);
      case Bytes bytes -> new ByteString(bytes.value());
      case Link(Cid cid) -> {
        byte[] content = new byte[37];
        cid.write(content, 1);
        ByteString tagged = new ByteString(content);
        tagged.setTag(42);
        yield tagged;
      }
      case Array(List<DataValue> items) -> {
        var array = new co.nstant.in.cbor.model.Array();
        items.forEach(item -> array.add(toOracle(item)));
        yield array;
      }
      case DataMap fields -> {
        var map = new co.nstant.in.cbor.model.Map();
        for (Map.Entry<String, DataValue> field : fields.fields().entrySet()) {
          map.put(new UnicodeString(field.getKey()), toOracle(field.getValue()));
        }
        yield map;
      }
    };
  }
}
