package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.InvalidLexiconException;
import dev.orlop.lexicons.model.LexiconDoc;
import dev.orlop.lexicons.model.LexiconParser;
import dev.orlop.testkit.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The official Lexicon vectors. */
final class LexiconVectorsTest {
  private static final String FOLDER = "atproto-interop-tests/lexicon/";
  private static final Nsid RECORD = Nsid.parse("example.lexicon.record");
  private static final List<String> CATALOG =
      List.of("record", "query", "procedure", "subscription", "permission-set");

  @Test
  void everyDocumentOfTheCatalogParses() {
    assertEquals(
        CATALOG.stream().map(name -> "example.lexicon." + name.replace("-", "")).toList(),
        catalog().stream().map(document -> document.id().value()).toList());
  }

  @TestFactory
  Stream<DynamicTest> validLexiconsParse() {
    return cases("lexicon-valid.json", c -> LexiconParser.parse(c.map("lexicon").orElseThrow()));
  }

  @TestFactory
  Stream<DynamicTest> invalidLexiconsAreRefused() {
    return cases(
        "lexicon-invalid.json",
        c ->
            assertThrows(
                InvalidLexiconException.class,
                () -> LexiconParser.parse(c.map("lexicon").orElseThrow())));
  }

  @TestFactory
  Stream<DynamicTest> validRecordsFit() {
    return cases("record-data-valid.json", c -> assertEquals(new Validity.Valid(), validate(c)));
  }

  @TestFactory
  Stream<DynamicTest> invalidRecordsDoNot() {
    return cases(
        "record-data-invalid.json", c -> assertInstanceOf(Validity.Invalid.class, validate(c)));
  }

  private static Validity validate(DataMap c) {
    RecordKey key = RecordKey.parse(c.text("rkey").orElse("demo"));
    return new LexiconValidator(Lexicons.of(catalog()))
        .validateRecord(new RepoPath(RECORD, key), c.map("data").orElseThrow());
  }

  private static List<LexiconDoc> catalog() {
    return CATALOG.stream()
        .map(name -> LexiconParser.parse(Vectors.bytes(FOLDER + "catalog/" + name + ".json")))
        .toList();
  }

  @FunctionalInterface
  private interface CaseBody {
    void run(DataMap c);
  }

  private static Stream<DynamicTest> cases(String file, CaseBody body) {
    DataValue.Array cases =
        (DataValue.Array) DataJson.parseValue(Vectors.bytes(FOLDER + file), JsonLimits.DOCUMENT);
    return cases.items().stream()
        .map(DataMap.class::cast)
        .map(c -> DynamicTest.dynamicTest(c.text("name").orElseThrow(), () -> body.run(c)));
  }
}
