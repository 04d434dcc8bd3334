package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.lexicons.model.DefRef;
import dev.orlop.lexicons.model.Definition;
import dev.orlop.lexicons.model.InvalidLexiconException;
import dev.orlop.lexicons.model.LexiconParser;
import dev.orlop.testkit.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a document and what is none. */
final class LexiconParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "1x": {"type":"token"} | $.defs.1x
          "a b": {"type":"token"} | $.defs.a b
          "a": {"type":"strnig"} | $.defs.a.type
          "a": {"type":"integer","minimum":"1"} | $.defs.a.minimum
          "a": {"type":"integer","minimum":2,"maximum":1} | $.defs.a.maximum
          "a": {"type":"integer","maximum":3,"default":4} | $.defs.a.default
          "a": {"type":"integer","enum":[1],"default":2} | $.defs.a.default
          "a": {"type":"integer","enum":[]} | $.defs.a.enum
          "a": {"type":"integer","enum":["1"]} | $.defs.a.enum[0]
          "a": {"type":"integer","enum":[1],"const":2} | $.defs.a.const
          "a": {"type":"boolean","const":"true"} | $.defs.a.const
          "a": {"type":"string","maxLength":-1} | $.defs.a.maxLength
          "a": {"type":"string","minLength":-1} | $.defs.a.minLength
          "a": {"type":"string","format":"date"} | $.defs.a.format
          "a": {"type":"string","format":"did","default":"x"} | $.defs.a.default
          "a": {"type":"string","description":7} | $.defs.a.description
          "a": {"type":"blob","accept":["png"]} | $.defs.a.accept[0]
          "a": {"type":"blob","maxSize":-1} | $.defs.a.maxSize
          "a": {"type":"array"} | $.defs.a.items
          "a": {"type":"array","items":{"type":"array","items":{"type":"x"}}} | $.defs.a.items.items.type
          "a": {"type":"array","items":{"type":"token"}} | $.defs.a.items.type
          "a": {"type":"union","refs":["#b"]} | $.defs.a.type
          "a": {"type":"object","required":["x"]} | $.defs.a.required[0]
          "a": {"type":"object","nullable":["x"],"properties":{}} | $.defs.a.nullable[0]
          "a": {"type":"object","properties":{"x":{}}} | $.defs.a.properties.x.type
          "a": {"type":"object","properties":{"x":{"type":"ref","ref":"b"}}} | $.defs.a.properties.x.ref
          "a": {"type":"object","properties":{"x":{"type":"ref"}}} | $.defs.a.properties.x.ref
          "a": {"type":"object","properties":{"x":{"type":"union","refs":[],"closed":true}}} | $.defs.a.properties.x.refs
          "a": {"type":"query"} | $.defs.a.type
          "main": {"type":"record","record":{"type":"object"}} | $.defs.main.key
          "main": {"type":"record","key":"literal:a/b","record":{"type":"object"}} | $.defs.main.key
          "main": {"type":"record","key":"some","record":{"type":"object"}} | $.defs.main.key
          "main": {"type":"record","key":"any","record":{"type":"string"}} | $.defs.main.record.type
          "main": {"type":"query","parameters":{"type":"object"}} | $.defs.main.parameters.type
          "main": {"type":"query","parameters":{"type":"params","properties":{"x":{"type":"blob"}}}} | $.defs.main.parameters.properties.x
          "main": {"type":"query","output":{}} | $.defs.main.output.encoding
          "main": {"type":"query","output":{"encoding":"application/json","schema":{"type":"string"}}} | $.defs.main.output.schema
          "main": {"type":"query","errors":[{"name":"a b"}]} | $.defs.main.errors[0].name
          "main": {"type":"subscription","message":{"schema":{"type":"object"}}} | $.defs.main.message.schema.type
          "main": {"type":"permission-set","title":"x"} | $.defs.main.permissions
          "main": {"type":"permission-set","permissions":[{"type":"x"}]} | $.defs.main.permissions[0].type
          "main": {"type":"permission-set","permissions":[{"type":"permission","resource":"repo","action":["x"]}]} | $.defs.main.permissions[0].action
          """)
  void aFaultInADocumentIsNamedWithItsPlace(String definitions, String path) {
    InvalidLexiconException refusal =
        assertThrows(InvalidLexiconException.class, () -> Documents.of(definitions));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(path + ": "), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"lexicon\":2,\"id\":\"com.example.test\",\"defs\":{\"a\":{\"type\":\"token\"}}}",
        "{\"lexicon\":1,\"id\":\"example\",\"defs\":{\"a\":{\"type\":\"token\"}}}",
        "{\"lexicon\":1,\"id\":\"com.example.test\",\"defs\":{}}",
        "{\"lexicon\":1,\"id\":\"com.example.test\"}",
        "{\"lexicon\":1,\"id\":\"com.example.test\",\"defs\":{\"a\":{\"type\":\"token\"},\"a\":{}}}"
      })
  void whatIsNoDocumentIsRefused(String json) {
    assertThrows(
        InvalidLexiconException.class,
        () -> LexiconParser.parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aWordOfALaterVersionIsLeftAlone() {
    assertDoesNotThrow(
        () -> Documents.of("\"a\": {\"type\":\"string\",\"shape\":\"round\",\"title:lang\":{}}"));
  }

  @Test
  void schemasTooDeepWithinEachOtherAreRefused() {
    String deep =
        "{\"type\":\"array\",\"items\":".repeat(33) + "{\"type\":\"null\"}" + "}".repeat(33);
    assertThrows(InvalidLexiconException.class, () -> Documents.of("\"a\": " + deep));
  }

  @Test
  void aProcedureTellsItsErrorsAndBodies() {
    Definition main =
        Documents.of(
                "\"main\": {\"type\":\"procedure\",\"input\":{\"encoding\":\"*/*\"},"
                    + "\"errors\":[{\"name\":\"TooMuch\",\"description\":\"x\"}]}")
            .main()
            .orElseThrow();
    Definition.Procedure procedure = (Definition.Procedure) main;
    assertEquals(Set.of("TooMuch"), procedure.errors());
    assertEquals(new Definition.Body("*/*", null), procedure.input());
  }

  @Test
  void theNameOfAMainDefinitionIsTheBareNsid() {
    assertEquals(
        "com.example.test", DefRef.parse("com.example.test#main", Documents.ID).toString());
    assertEquals("com.example.test#a", DefRef.parse("#a", Documents.ID).toString());
  }

  @Test
  void noBytesBreakTheParser() {
    List<byte[]> corpus =
        Lexicons.bundled().ids().stream()
            .sorted()
            .map(BundledLexicons::resource)
            .map(LexiconParserTest::resource)
            .toList();
    Fuzz.run(corpus, 3_000, InvalidLexiconException.class, LexiconParser::parse);
  }

  private static byte[] resource(String name) {
    try (var in = LexiconParserTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
