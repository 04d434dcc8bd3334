package dev.orlop.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-21T12:30:15Z, 2026-11-21T12:30:15Z",
    "2026-11-21T12:30:15.5Z, 2026-11-21T12:30:15.500Z",
    "2026-11-21T12:30:15.12345678999+02:00, 2026-11-21T10:30:15.123456789Z",
    "2026-01-01T00:00:00-23:59, 2026-01-01T23:59:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z"
  })
  void aDatetimeNamesAMoment(String text, Instant instant) {
    assertEquals(instant, Datetime.parse(text).instant());
    assertEquals(text, Datetime.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-21",
        "2026-11-21T12:30:15",
        "2026-11-21T12:30:15-00:00",
        "2026-11-21T12:30:15+24:00",
        "2026-11-21T12:30:15+00:60",
        "2026-11-21T12:30:15+00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T12:30:60Z",
        "2026-02-29T00:00:00Z",
        "2026-11-21T12:30:15.Z",
        "2026-11-21T12:30:15.123456789012345678901Z",
        "２026-11-21T12:30:15Z",
        "0000-01-01T00:00:00+00:01"
      })
  void aDatetimeThatNamesNoMomentIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> Datetime.parse(text));
  }

  @Test
  void aMomentIsWrittenInUtcWithMilliseconds() {
    assertEquals(
        "2026-11-21T12:30:15.000Z", Datetime.of(Instant.parse("2026-11-21T12:30:15Z")).value());
    assertEquals(
        "2026-11-21T12:30:15.123Z",
        Datetime.of(Instant.parse("2026-11-21T12:30:15.123999Z")).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "en",
        "zh-yue-HK",
        "zh-cmn-Hans-CN",
        "de-1996",
        "sr-Latn-RS",
        "x-private",
        "en-a-myext-b-another",
        "sgn-BE-FR",
        "i-klingon",
        "en-x-u-twice-u-twice"
      })
  void aWellFormedLanguageTagIsKept(String text) {
    assertEquals(text, Language.parse(text).value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "e",
        "x",
        "english",
        "EN",
        "en-",
        "en--GB",
        "en-a",
        "en-a-b",
        "en-x",
        "de-419-DE",
        "en-GB-a",
        "en-123456789",
        "ar-a-aaa-b-bbb-a-ccc",
        "dé"
      })
  void aMalformedLanguageTagIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> Language.parse(text));
  }

  @Test
  void aUriHasASchemeAndPrintableText() {
    assertTrue(UriSyntax.isValid("https://hold.test/x?y#z"));
    assertTrue(UriSyntax.isValid("git+ssh:x"));
    assertFalse(UriSyntax.isValid("https:"));
    assertFalse(UriSyntax.isValid("1https://x"));
    assertFalse(UriSyntax.isValid("https://x\n"));
    assertFalse(UriSyntax.isValid(""));
    assertFalse(UriSyntax.isValid("a".repeat(81) + ":x"));
    assertFalse(UriSyntax.isValid("x:" + "y".repeat(UriSyntax.MAX_LENGTH)));
  }
}
