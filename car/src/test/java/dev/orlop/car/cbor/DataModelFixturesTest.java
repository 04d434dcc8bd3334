package dev.orlop.car.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Vectors;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The CBOR side of the official fixtures; their JSON side is tested where JSON is read. */
class DataModelFixturesTest {
  private static final Pattern FIXTURE =
      Pattern.compile("\"cbor_base64\": \"([^\"]+)\",\\s+\"cid\": \"([^\"]+)\"");

  @Test
  void everyFixtureIsReadWrittenByteForByteAndNamed() {
    Matcher fixture =
        FIXTURE.matcher(Vectors.text("atproto-interop-tests/data-model/data-model-fixtures.json"));
    int count = 0;
    for (; fixture.find(); count++) {
      byte[] cbor = Base64.getDecoder().decode(fixture.group(1));
      DataValue value = DagCbor.decode(cbor);
      assertArrayEquals(cbor, DagCbor.encode(value));
      DagCbor.requireCanonicalMap(cbor, 0, cbor.length, CborLimits.RECORD);
      assertEquals(fixture.group(2), DagCbor.cid(value).toString());
    }
    assertTrue(count >= 3, "only " + count + " fixtures");
  }
}
