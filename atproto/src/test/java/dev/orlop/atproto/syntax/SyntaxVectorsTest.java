package dev.orlop.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Vectors;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official syntax files: all lines of a valid file parse, no line of an invalid one does. */
class SyntaxVectorsTest {
  private static final String FOLDER = "atproto-interop-tests/syntax/";

  enum Kind {
    DID("did", Did::parse),
    HANDLE("handle", Handle::parse),
    AT_IDENTIFIER("atidentifier", AtIdentifier::parse),
    NSID("nsid", Nsid::parse),
    RECORD_KEY("recordkey", RecordKey::parse),
    TID("tid", Tid::parse),
    AT_URI("aturi", AtUri::parse),
    DATETIME("datetime", Datetime::parse),
    LANGUAGE("language", Language::parse),
    URI(
        "uri",
        text -> {
          if (!UriSyntax.isValid(text)) {
            throw new InvalidSyntaxException("URI", "shape", text);
          }
          return text;
        });

    final String file;
    final Function<String, Object> parser;

    Kind(String file, Function<String, Object> parser) {
      this.file = file;
      this.parser = parser;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyValidLineParsesAndReadsTheSame(Kind kind) {
    List<String> lines = Vectors.lines(FOLDER + kind.file + "_syntax_valid.txt");
    assertFalse(lines.isEmpty());
    assertAll(
        lines.stream()
            .map(
                line ->
                    () -> {
                      Object value = kind.parser.apply(line);
                      assertTrue(value.toString().equalsIgnoreCase(line), line);
                      assertEquals(value, kind.parser.apply(value.toString()));
                    }));
  }

  @ParameterizedTest
  @EnumSource
  void noInvalidLineParses(Kind kind) {
    refuseAll(kind, kind.file + "_syntax_invalid.txt");
  }

  @ParameterizedTest
  @EnumSource(names = {"DATETIME", "LANGUAGE"})
  void noLineParsesThatHasTheShapeButNoMeaning(Kind kind) {
    refuseAll(kind, kind.file + "_parse_invalid.txt");
  }

  private static void refuseAll(Kind kind, String file) {
    List<String> lines = Vectors.lines(FOLDER + file);
    assertFalse(lines.isEmpty());
    assertAll(
        lines.stream()
            .map(
                line ->
                    () ->
                        assertThrows(
                            InvalidSyntaxException.class, () -> kind.parser.apply(line), line)));
  }
}
