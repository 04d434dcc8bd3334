package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DataMapTest {
  private static final Cid CID = Cid.hash(Cid.Codec.RAW, new byte[0]);

  private static final DataMap MAP =
      DataMap.builder()
          .put("$type", "io.atcr.hold.crew")
          .put("count", 3)
          .put("open", true)
          .put("ref", CID)
          .put("none", Null.NULL)
          .put("sig", new Bytes(new byte[] {1, 2}))
          .put("sub", DataMap.EMPTY)
          .put("items", List.of(new Int(1)))
          .build();

  @Test
  void aFieldIsReadByItsType() {
    assertEquals(Optional.of("io.atcr.hold.crew"), MAP.type());
    assertEquals(Optional.of("io.atcr.hold.crew"), MAP.text("$type"));
    assertEquals(OptionalLong.of(3), MAP.integer("count"));
    assertEquals(Optional.of(true), MAP.bool("open"));
    assertEquals(Optional.of(CID), MAP.link("ref"));
    assertArrayEquals(new byte[] {1, 2}, MAP.bytes("sig").orElseThrow());
    assertEquals(Optional.of(DataMap.EMPTY), MAP.map("sub"));
    assertEquals(Optional.of(List.of(new Int(1))), MAP.array("items"));
  }

  @Test
  void aFieldOfAnotherTypeOrAnAbsentOneIsEmpty() {
    for (String key : List.of("absent", "none")) {
      assertEquals(Optional.empty(), MAP.text(key));
      assertEquals(OptionalLong.empty(), MAP.integer(key));
      assertEquals(Optional.empty(), MAP.bool(key));
      assertEquals(Optional.empty(), MAP.link(key));
      assertEquals(Optional.empty(), MAP.bytes(key));
      assertEquals(Optional.empty(), MAP.map(key));
      assertEquals(Optional.empty(), MAP.array(key));
    }
  }

  @Test
  void explicitNullIsNotAbsence() {
    assertEquals(Null.NULL, MAP.get("none"));
    assertTrue(MAP.has("none"));
    assertNull(MAP.get("absent"));
    assertFalse(MAP.has("absent"));
    assertNotEquals(MAP, MAP.without("none"));
  }

  @Test
  void changingAMapMakesAnother() {
    DataMap more = MAP.with("count", new Int(4)).with("new", new Int(5));
    assertEquals(OptionalLong.of(3), MAP.integer("count"));
    assertEquals(OptionalLong.of(4), more.integer("count"));
    assertEquals(MAP.size() + 1, more.size());
    assertEquals(MAP, more.without("new").with("count", new Int(3)));
    assertEquals(MAP.hashCode(), more.without("new").with("count", new Int(3)).hashCode());
    assertThrows(UnsupportedOperationException.class, () -> MAP.fields().put("x", Null.NULL));
  }

  @Test
  void aBuilderThatGoesOnDoesNotChangeTheMapItMade() {
    DataMap.Builder builder = DataMap.builder().put("a", 1);
    DataMap one = builder.build();
    builder.put("b", 2);
    assertEquals(1, one.size());
    assertEquals(2, builder.build().size());
  }

  @Test
  void bytesCannotBeChangedFromOutside() {
    byte[] array = {1};
    Bytes bytes = new Bytes(array);
    array[0] = 2;
    bytes.value()[0] = 3;
    assertEquals(new Bytes(new byte[] {1}), bytes);
    List<DataValue> items = new ArrayList<>(List.of(new Int(1)));
    DataValue.Array list = new DataValue.Array(items);
    items.clear();
    assertEquals(1, list.items().size());
  }

  @Test
  void keysCompareAsTheirUtf8DoesWithoutMakingIt() {
    Cases.run(
        3000,
        random -> {
          String a = DataValues.text(random, random.nextInt(6));
          String b = random.nextInt(4) == 0 ? a : DataValues.text(random, random.nextInt(6));
          byte[] bytesA = a.getBytes(StandardCharsets.UTF_8);
          byte[] bytesB = b.getBytes(StandardCharsets.UTF_8);
          int expected = Integer.compare(bytesA.length, bytesB.length);
          if (expected == 0) {
            expected = Arrays.compareUnsigned(bytesA, bytesB);
          }
          assertEquals(
              Integer.signum(expected), Integer.signum(DataMap.compareKeys(a, b)), a + " " + b);
        });
  }
}
