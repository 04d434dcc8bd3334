package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the validator says beyond single constraints. */
final class LexiconValidatorTest {
  private static final LexiconValidator BUNDLED = LexiconValidator.bundled();
  private static final Validity UNKNOWN = new Validity.Unknown();

  @Test
  void aNameWithoutADocumentIsUnknownInEveryRole() {
    Nsid unheard = Nsid.parse("com.example.unheard");
    assertEquals(UNKNOWN, BUNDLED.validateRecord(unheard, DataMap.EMPTY));
    assertEquals(UNKNOWN, BUNDLED.validateParams(unheard, DataMap.EMPTY));
    assertEquals(UNKNOWN, BUNDLED.validateInput(unheard, DataMap.EMPTY));
    assertEquals(UNKNOWN, BUNDLED.validateOutput(unheard, DataMap.EMPTY));
    assertEquals(UNKNOWN, BUNDLED.validateMessage(unheard, DataMap.EMPTY));
  }

  @Test
  void aMethodIsNoRecordAndARecordNoMethod() {
    assertEquals(UNKNOWN, BUNDLED.validateRecord(Nsids.HOLD_GET_STATS, DataMap.EMPTY));
    assertEquals(UNKNOWN, BUNDLED.validateInput(Nsids.HOLD_CAPTAIN, DataMap.EMPTY));
    assertEquals(UNKNOWN, BUNDLED.validateRecord(Nsids.AUTH_FULL_APP, DataMap.EMPTY));
  }

  @Test
  void aRecordIsAnObject() {
    assertEquals(
        new Validity.Invalid("$", "expected an object, got a string"),
        BUNDLED.validateRecord(Nsids.TAG, new DataValue.Text("latest")));
  }

  @Test
  void aMethodWithoutABodyTakesNone() {
    assertEquals(
        new Validity.Invalid("$", "expected no body"),
        BUNDLED.validateInput(Nsids.HOLD_GET_STATS, DataMap.EMPTY));
  }

  @Test
  void aBodyOfBytesIsNotLookedAt() {
    assertTrue(BUNDLED.validateInput(Nsids.REPO_UPLOAD_BLOB, DataMap.EMPTY).isValid());
    assertTrue(BUNDLED.validateOutput(Nsids.SYNC_GET_BLOB, DataMap.EMPTY).isValid());
  }

  @Test
  void aMessageOfAStreamIsOneOfItsKinds() {
    String info = "{\"$type\":\"com.atproto.sync.subscribeRepos#info\",\"name\":%s}";
    assertTrue(
        BUNDLED
            .validateMessage(
                Nsids.SYNC_SUBSCRIBE_REPOS, Documents.value(info.formatted("\"OutdatedCursor\"")))
            .isValid());
    assertEquals(
        new Validity.Invalid("$.name", "expected a string, got an integer"),
        BUNDLED.validateMessage(Nsids.SYNC_SUBSCRIBE_REPOS, Documents.value(info.formatted("7"))));
  }

  @Test
  void documentsThatReferToEachOtherInCirclesEndWithTheValue() {
    LexiconValidator validator =
        new LexiconValidator(
            Lexicons.of(
                List.of(
                    Documents.of(
                        """
                        "main": {"type": "record", "key": "any", "record": {"type": "object",
                          "properties": {"next": {"type": "ref", "ref": "#link"}}}},
                        "link": {"type": "object", "properties": {
                          "next": {"type": "ref", "ref": "#main"},
                          "all": {"type": "array", "items": {"type": "ref", "ref": "#link"}}}}
                        """))));
    // The outermost value is a #main and holds a #link, which holds a #main, and so on: the value
    // within 21 others is a #link, and its field is wrong.
    DataMap chain = DataMap.builder().put("all", 1).build();
    for (int depth = 0; depth < 21; depth++) {
      chain = DataMap.builder().put("next", chain).put("$type", Documents.ID.value()).build();
    }
    assertEquals(
        new Validity.Invalid(
            "$" + ".next".repeat(21) + ".all", "expected an array, got an integer"),
        validator.validateRecord(Documents.ID, chain));
  }

  @Test
  void aValueTooDeepIsRefusedAndDoesNotExhaustTheStack() {
    LexiconValidator validator =
        new LexiconValidator(
            Lexicons.of(
                List.of(
                    Documents.of(
                        """
                        "main": {"type": "record", "key": "any", "record": {"type": "object",
                          "properties": {"all": {"type": "ref", "ref": "#list"}}}},
                        "list": {"type": "array", "items": {"type": "ref", "ref": "#list"}}
                        """))));
    DataValue deep = new DataValue.Array(List.of());
    for (int depth = 0; depth < 100_000; depth++) {
      deep = new DataValue.Array(List.of(deep));
    }
    Validity.Invalid fault =
        assertInstanceOf(
            Validity.Invalid.class,
            validator.validateRecord(
                Documents.ID,
                DataMap.builder().put("$type", Documents.ID.value()).put("all", deep).build()));
    assertEquals("$.all" + "[0]".repeat(63), fault.path());
  }
}
