package dev.orlop.lexicons;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.check.Checks;
import dev.orlop.lexicons.check.Fault;
import dev.orlop.lexicons.model.DefRef;
import dev.orlop.lexicons.model.LexiconDoc;
import dev.orlop.lexicons.model.LexiconParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small documents for tests, and values for them. */
final class Documents {
  static final Nsid ID = Nsid.parse("com.example.test");

  private Documents() {}

  /** A document of these definitions, which are the inside of a JSON object. */
  static LexiconDoc of(String definitions) {
    String json = "{\"lexicon\": 1, \"id\": \"" + ID + "\", \"defs\": {" + definitions + "}}";
    return LexiconParser.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Any JSON value. */
  static DataValue value(String json) {
    return DataJson.parseValue(json.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT);
  }

  /** What is wrong with the value of a field of that schema: {@code path: message}, or null. */
  static @Nullable String fault(String schema, String value) {
    LexiconDoc document =
        of(
            """
            "main": {"type": "object", "properties": {"a": %s}},
            "thing": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}},
            "other": {"type": "object", "properties": {}},
            "sign": {"type": "token"}
            """
                .formatted(schema));
    Lexicons lexicons = Lexicons.of(List.of(document));
    Fault fault =
        new Checks(lexicons::find)
            .of(DefRef.main(ID))
            .orElseThrow()
            .check(value("{\"a\": " + value + "}"), 0);
    return fault == null ? null : fault.path() + ": " + fault.message();
  }
}
