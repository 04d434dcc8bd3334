package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The walk that makes no values agrees with the decoder that does. */
class CanonicalCheckTest {
  private static final CborLimits LIMITS = new CborLimits(600, 4, 20, 10);

  @Test
  void bothTakeTheSameMutants() {
    int[] taken = new int[1];
    Fuzz.run(
        corpus(),
        50_000,
        NeverThrown.class,
        input -> {
          String decoded = outcome(() -> DagCbor.decodeMap(input, LIMITS));
          assertEquals(
              decoded, outcome(() -> DagCbor.requireCanonicalMap(input, 0, input.length, LIMITS)));
          byte[] framed =
              ("<" + new String(input, StandardCharsets.ISO_8859_1) + ">")
                  .getBytes(StandardCharsets.ISO_8859_1);
          assertEquals(
              decoded, outcome(() -> DagCbor.requireCanonicalMap(framed, 1, input.length, LIMITS)));
          taken[0] += decoded.isEmpty() ? 1 : 0;
        });
    assertEquals(true, taken[0] > 1_000, "only " + taken[0] + " inputs were good");
  }

  private static List<byte[]> corpus() {
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, new byte[0]);
    DataMap flat =
        DataMap.builder()
            .put("$type", "com.example.note")
            .put("text", "\u00e4\u20ac\ud83d\ude00")
            .put("number", -70_000)
            .put("yes", true)
            .put("none", DataValue.Null.NULL)
            .put("bytes", new DataValue.Bytes(new byte[30]))
            .put("link", cid)
            .build();
    DataMap nested =
        DataMap.builder()
            .put("list", List.of(flat, new DataValue.Array(List.of(new DataValue.Int(300)))))
            .put("map", flat)
            .build();
    return List.of(
        DagCbor.encode(flat),
        DagCbor.encode(nested),
        DagCbor.encode(DataMap.EMPTY),
        DagCbor.encode(new DataValue.Array(List.of(flat))),
        HexFormat.of().parseHex("a2616101616202"),
        HexFormat.of().parseHex("a1616181818100"));
  }

  private static String outcome(Runnable decoder) {
    try {
      decoder.run();
      return "";
    } catch (CborException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static final class NeverThrown extends Exception {}
}
