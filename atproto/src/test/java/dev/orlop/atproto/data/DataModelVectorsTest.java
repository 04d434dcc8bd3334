package dev.orlop.atproto.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class DataModelVectorsTest {
  private static final String FOLDER = "atproto-interop-tests/data-model/";

  @Test
  void fixturesHaveTheSameCborAndCid() {
    List<String> cases = elements(Vectors.text(FOLDER + "data-model-fixtures.json"));
    assertTrue(cases.size() >= 3);
    for (String text : cases) {
      DataMap fixture = DataJson.parse(text);
      DataMap value = fixture.map("json").orElseThrow();
      byte[] cbor = Base64.getDecoder().decode(fixture.text("cbor_base64").orElseThrow());
      assertArrayEquals(cbor, DagCbor.encode(value));
      assertEquals(value, DagCbor.decode(cbor));
      assertEquals(fixture.text("cid").orElseThrow(), DagCbor.cid(value).toString());
      assertEquals(value, DataJson.parse(DataJson.write(value)));
    }
  }

  @Test
  void validValuesAreReadAndReadBack() {
    List<String> cases = elements(Vectors.text(FOLDER + "data-model-valid.json"));
    assertTrue(cases.size() >= 4);
    for (String text : cases) {
      DataMap value = DataJson.parse(text).map("json").orElseThrow();
      assertEquals(value, DagCbor.decode(DagCbor.encode(value)));
      assertEquals(value, DataJson.parse(DataJson.pretty(value)));
    }
  }

  @Test
  void invalidValuesAreRefused() {
    List<String> cases = elements(Vectors.text(FOLDER + "data-model-invalid.json"));
    assertTrue(cases.size() >= 12);
    for (String text : cases) {
      String value = text.substring(text.indexOf("\"json\"") + 7, text.lastIndexOf('}'));
      assertThrows(InvalidJsonException.class, () -> DataJson.parse(value), text);
    }
  }

  /** The elements of a JSON array as they stand, since some must not go through our own reader. */
  private static List<String> elements(String array) {
    List<String> elements = new ArrayList<>();
    byte[] bytes = array.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        assertNotNull(parser.skipChildren());
        int to = (int) parser.currentLocation().getByteOffset();
        elements.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
      }
    }
    return elements;
  }
}
