package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.check.Check;
import dev.orlop.lexicons.check.Checks;
import dev.orlop.lexicons.check.Fault;
import dev.orlop.lexicons.model.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type with every constraint, at its bounds and one beyond. */
final class ConstraintsTest {
  private static final String LINK =
      "{\"$link\":\"bafkreifvxooyafffpgy5mhrb46lnpdom34jvf4r42muby5efbodyvzeujq\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"null"}                                       | null
          {"type":"boolean"}                                    | false
          {"type":"boolean","const":true}                       | true
          {"type":"integer"}                                    | -9223372036854775808
          {"type":"integer","minimum":-3,"maximum":5}           | -3
          {"type":"integer","minimum":-3,"maximum":5}           | 5
          {"type":"integer","enum":[1,7]}                       | 7
          {"type":"string","minLength":2,"maxLength":4}         | "ää"
          {"type":"string","minLength":4}                       | "😀"
          {"type":"string","maxGraphemes":1,"maxLength":40}     | "👩‍👩‍👦‍👦"
          {"type":"string","minGraphemes":2}                    | "🇩🇪🇫🇷"
          {"type":"string","enum":["a","b"]}                    | "b"
          {"type":"string","knownValues":["a","b"]}             | "c"
          {"type":"string","format":"did"}                      | "did:web:example.com"
          {"type":"bytes","minLength":1,"maxLength":3}          | {"$bytes":"AQID"}
          {"type":"array","items":{"type":"integer"},"maxLength":2} | [1,2]
          {"type":"array","items":{"type":"array","items":{"type":"null"}}} | [[],[null]]
          {"type":"object","properties":{"b":{"type":"integer"}}} | {"b":1,"c":[]}
          {"type":"object","nullable":["b"],"properties":{"b":{"type":"integer"}}} | {"b":null}
          {"type":"unknown"}                                    | {"$type":"com.example.other"}
          {"type":"ref","ref":"#thing"}                         | {"n":1}
          {"type":"ref","ref":"com.example.test#thing"}         | {"n":1}
          {"type":"ref","ref":"#sign"}                          | "com.example.test#sign"
          {"type":"union","refs":["#thing"]}                    | {"$type":"com.example.test#thing","n":1}
          {"type":"union","refs":["#thing"]}                    | {"$type":"com.example.unheard"}
          {"type":"union","refs":[]}                            | {"$type":"com.example.unheard"}
          """)
  void aValueWithinItsBoundsFits(String schema, String value) {
    assertNull(Documents.fault(schema, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"null"}                                       | 0 | $.a: expected null, got an integer
          {"type":"boolean"}                                    | "true" | $.a: expected a boolean, got a string
          {"type":"boolean","const":true}                       | false | $.a: expected true, got false
          {"type":"integer"}                                    | "1" | $.a: expected an integer, got a string
          {"type":"integer","minimum":-3,"maximum":5}           | -4 | $.a: expected -3 to 5, got -4
          {"type":"integer","minimum":1}                        | 0 | $.a: expected at least 1, got 0
          {"type":"integer","maximum":0}                        | 1 | $.a: expected at most 0, got 1
          {"type":"integer","enum":[7,1]}                       | 2 | $.a: expected one of [1, 7], got 2
          {"type":"string"}                                     | null | $.a: expected a string, got null
          {"type":"string","maxLength":3}                       | "ää" | $.a: expected at most 3 bytes, got 4
          {"type":"string","minLength":5}                       | "😀" | $.a: expected at least 5 bytes, got 4
          {"type":"string","maxGraphemes":1}                    | "🇩🇪🇫🇷" | $.a: expected at most 1 characters, got 2
          {"type":"string","minGraphemes":2}                    | "👩‍👩‍👦‍👦" | $.a: expected at least 2 characters, got 1
          {"type":"string","const":"a"}                         | "b" | '$.a: expected one of [a], got "b"'
          {"type":"string","format":"tid"}                      | 5 | $.a: expected a string (tid), got an integer
          {"type":"bytes"}                                      | "AQID" | $.a: expected bytes, got a string
          {"type":"bytes","maxLength":2}                        | {"$bytes":"AQID"} | $.a: expected at most 2 bytes, got 3
          {"type":"cid-link"}                                   | {"$bytes":"AQID"} | $.a: expected a link, got bytes
          {"type":"array","items":{"type":"integer"},"minLength":1} | [] | $.a: expected at least 1 items, got 0
          {"type":"array","items":{"type":"integer"}}           | [1,{}] | $.a[1]: expected an integer, got an object
          {"type":"object","required":["b"],"properties":{"b":{"type":"null"}}} | {} | $.a.b: is required
          {"type":"object","properties":{"b":{"type":"integer"}}} | {"b":null} | $.a.b: expected an integer, got null
          {"type":"unknown"}                                    | [] | $.a: expected an object, got an array
          {"type":"ref","ref":"#thing"}                         | {} | $.a.n: is required
          {"type":"ref","ref":"#nothing"}                       | {} | $.a: cannot be checked: nothing is known of com.example.test#nothing
          {"type":"ref","ref":"#sign"}                          | "#sign" | '$.a: expected the token com.example.test#sign, got "#sign"'
          {"type":"union","refs":["#thing"]}                    | {"n":1} | $.a.$type: expected the name of a type
          {"type":"union","refs":["#thing"]}                    | {"$type":"com.example.test#thing"} | $.a.n: is required
          {"type":"union","refs":["#other"],"closed":true}      | {"$type":"com.example.test#thing","n":1} | '$.a.$type: expected one of [com.example.test#other], got "com.example.test#thing"'
          """)
  void aValueBeyondItsBoundsIsRefusedWithPathAndExpectation(
      String schema, String value, String fault) {
    assertEquals(fault, Documents.fault(schema, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"blob"}                             | text/plain | 0 | true
          {"type":"blob","maxSize":10}                | text/plain | 10 | true
          {"type":"blob","maxSize":10}                | text/plain | 11 | false
          {"type":"blob","accept":["image/*"]}        | image/png | 1 | true
          {"type":"blob","accept":["image/*"]}        | IMAGE/PNG | 1 | true
          {"type":"blob","accept":["image/*"]}        | imagex/png | 1 | false
          {"type":"blob","accept":["*/*"]}            | a/b | 1 | true
          {"type":"blob","accept":["text/plain"]}     | text/plain; charset=utf-8 | 1 | true
          {"type":"blob","accept":["text/plain"]}     | text/html | 1 | false
          """)
  void aBlobHasATypeAndASize(String schema, String mimeType, long size, boolean fits) {
    String blob =
        "{\"$type\":\"blob\",\"ref\":%s,\"mimeType\":\"%s\",\"size\":%d}"
            .formatted(LINK, mimeType, size);
    assertEquals(fits, Documents.fault(schema, blob) == null);
  }

  @Test
  void aBlobNeedsEachOfItsFields() {
    Check check = new Checks(_ -> Optional.empty()).compile(new Schema.OfBlob(List.of(), 10));
    DataMap good =
        (DataMap)
            Documents.value(
                "{\"$type\":\"blob\",\"ref\":%s,\"mimeType\":\"a/b\",\"size\":0}".formatted(LINK));
    assertNull(check.check(good, 0));
    assertEquals("$.ref", path(check.check(good.without("ref"), 0)));
    assertEquals("$.ref", path(check.check(good.with("ref", new DataValue.Text("b")), 0)));
    assertEquals("$.size", path(check.check(good.without("size"), 0)));
    assertEquals("$.size", path(check.check(good.with("size", new DataValue.Int(-1)), 0)));
    assertEquals("$.mimeType", path(check.check(good.without("mimeType"), 0)));
    assertEquals("$.mimeType", path(check.check(good.with("mimeType", new DataValue.Text("")), 0)));
    assertEquals("$", path(check.check(good.without("$type"), 0)));
  }

  private static String path(@Nullable Fault fault) {
    return fault == null ? "no fault" : fault.path();
  }

  @Test
  void aBlobOfTheFormBeforeTypesIsRefused() {
    assertEquals(
        "$.a: expected a blob, got an object",
        Documents.fault(
            "{\"type\":\"blob\"}",
            "{\"cid\":\"bafkreifvxooyafffpgy5mhrb46lnpdom34jvf4r42muby5efbodyvzeujq\","
                + "\"mimeType\":\"text/plain\"}"));
  }

  @Test
  void aTextFromOutsideIsShownShortAndWithoutControlCharacters() {
    assertEquals(
        "$.a: expected one of [a], got \"" + "?".repeat(40) + "...\"",
        Documents.fault(
            "{\"type\":\"string\",\"const\":\"a\"}", "\"" + "\\u001b".repeat(1000) + "\""));
  }
}
