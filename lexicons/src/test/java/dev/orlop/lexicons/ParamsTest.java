package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.syntax.Nsid;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The query part of a URL is held against the declared types. */
final class ParamsTest {
  private static final LexiconValidator VALIDATOR =
      new LexiconValidator(
          Lexicons.of(
              List.of(
                  Documents.of(
                      """
                      "main": {"type": "query", "parameters": {"type": "params",
                        "required": ["name"], "properties": {
                          "name": {"type": "string", "maxLength": 5},
                          "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
                          "reverse": {"type": "boolean"},
                          "any": {"type": "unknown"},
                          "mode": {"type": "string", "default": "slow"},
                          "ids": {"type": "array", "items": {"type": "integer"}, "maxLength": 3}}}}
                      """))));

  @Test
  void textsThatStandForTheDeclaredTypesFit() {
    assertEquals(
        new Validity.Valid(),
        validate(
            Map.of(
                "name", List.of("x"),
                "limit", List.of("7"),
                "reverse", List.of("true"),
                "ids", List.of("1", "-2"),
                "any", List.of("z"),
                "notDeclared", List.of("1", "2"))));
    assertEquals(new Validity.Valid(), validate(Map.of("name", List.of(""))));
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0, '$.limit: expected 1 to 100, got 0'",
    "limit, 1.0, '$.limit: expected an integer, got a string'",
    "limit, +1, '$.limit: expected an integer, got a string'",
    "limit, '', '$.limit: expected an integer, got a string'",
    "limit, -, '$.limit: expected an integer, got a string'",
    "limit, 9999999999999999999, '$.limit: expected an integer, got a string'",
    "limit, 10000000000000000000000, '$.limit: expected an integer, got a string'",
    "reverse, 1, '$.reverse: expected a boolean, got a string'",
    "reverse, True, '$.reverse: expected a boolean, got a string'",
    "ids, a, '$.ids[0]: expected an integer, got a string'",
    "name, abcdef, '$.name: expected at most 5 bytes, got 6'"
  })
  void aTextThatDoesNotFitIsRefused(String key, String text, String fault) {
    Map<String, List<String>> query =
        key.equals("name")
            ? Map.of(key, List.of(text))
            : Map.of("name", List.of("x"), key, List.of(text));
    Validity.Invalid invalid = assertInstanceOf(Validity.Invalid.class, validate(query));
    assertEquals(fault, invalid.describe());
  }

  @Test
  void aSingleParameterMustNotComeTwice() {
    assertEquals(
        new Validity.Invalid("$.name", "expected one value, got 2"),
        validate(Map.of("name", List.of("a", "b"))));
  }

  @Test
  void aListIsBoundedInLength() {
    assertEquals(
        new Validity.Invalid("$.ids", "expected at most 3 items, got 4"),
        validate(Map.of("name", List.of("a"), "ids", List.of("1", "2", "3", "4"))));
  }

  @Test
  void aMissingParameterIsNamed() {
    assertEquals(new Validity.Invalid("$.name", "is required"), validate(Map.of()));
  }

  @Test
  void anUnknownMethodHasNoParameters() {
    assertEquals(
        new Validity.Unknown(),
        VALIDATOR.validateQuery(Nsid.parse("com.example.unheard"), _ -> List.of()));
  }

  private static Validity validate(Map<String, List<String>> query) {
    return VALIDATOR.validateQuery(Documents.ID, key -> query.getOrDefault(key, List.of()));
  }
}
