package dev.orlop.atproto.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class XrpcParamsTest {
  @Test
  void escapesAreDecodedAsUtf8() {
    XrpcParams params = XrpcParams.parse("a=%C3%BC+%2B&did=did:web:localhost%253A80");
    assertEquals("ü +", params.text("a"));
    assertEquals("did:web:localhost%3A80", params.text("did"));
  }

  @Test
  void aNameThatComesAgainIsAnArray() {
    XrpcParams params = XrpcParams.parse("cids=a&x=1&cids=b");
    assertEquals(List.of("a", "b"), params.texts("cids"));
    assertEquals(Set.of("cids", "x"), params.names());
  }

  @Test
  void aNameThatComesAgainIsNoSingleValue() {
    assertRefused("may be given only once", () -> XrpcParams.parse("a=1&a=2").text("a"));
  }

  @Test
  void whatIsRequiredAndAbsentIsNamed() {
    assertRefused("\"did\" is missing", () -> XrpcParams.parse("a=1").text("did"));
  }

  @Test
  void whatDoesNotParseIsNamedWithTheReason() {
    assertRefused(
        "\"did\" is not valid", () -> XrpcParams.parse("did=x").required("did", Did::parse));
  }

  @Test
  void anEmptyCursorIsNoneAndOtherValuesMayBeEmpty() {
    XrpcParams params = XrpcParams.parse("cursor=&limit=3&name=");
    assertEquals(Optional.empty(), params.optional("cursor", Did::parse));
    assertEquals(Set.of("limit", "name"), params.names());
    assertEquals("", params.text("name"));
    assertEquals("x", XrpcParams.parse("cursor=x").text("cursor"));
  }

  @Test
  void aValueThatIsAbsentIsNotParsed() {
    assertEquals(Optional.empty(), XrpcParams.parse("").optional("did", Did::parse));
  }

  @Test
  void integersKeepToTheirRange() {
    XrpcParams params = XrpcParams.parse("limit=101&word=ten&good=7");
    assertEquals(7, params.integer("good", 1, 100, 50));
    assertEquals(50, params.integer("absent", 1, 100, 50));
    assertRefused("must be from 1 to 100", () -> params.integer("limit", 1, 100, 50));
    assertRefused("must be an integer", () -> params.integer("word", 1, 100, 50));
  }

  @Test
  void truthIsTrueOrFalseAndNothingElse() {
    XrpcParams params = XrpcParams.parse("a=true&b=false&c=1");
    assertTrue(params.bool("a", false));
    assertFalse(params.bool("b", true));
    assertTrue(params.bool("absent", true));
    assertRefused("must be true or false", () -> params.bool("c", false));
  }

  @Test
  void brokenEscapesAndBrokenTextAreRefused() {
    for (String broken : List.of("a=%", "a=%4", "a=%zz", "a=%FF", "%C3=1", "a=\u00fc")) {
      assertRefused("not well-formed", () -> XrpcParams.parse(broken));
    }
  }

  @Test
  void parametersWithoutEndAreRefused() {
    assertRefused("Too many", () -> XrpcParams.parse("a=1&".repeat(1_001)));
  }

  @Test
  void whateverTheQueryTheAnswerIsParametersOrARefusal() {
    List<byte[]> corpus =
        List.of(
            "did=did%3Aplc%3Aabc&cids=a&cids=b&limit=5&reverse=true"
                .getBytes(StandardCharsets.UTF_8),
            "&&==&a&b=".getBytes(StandardCharsets.UTF_8));
    Fuzz.run(
        corpus,
        5_000,
        XrpcException.class,
        input -> XrpcParams.parse(new String(input, StandardCharsets.ISO_8859_1)).names());
  }

  private static void assertRefused(String part, org.junit.jupiter.api.function.Executable call) {
    XrpcException refused = assertThrows(XrpcException.class, call);
    assertTrue(refused.is(XrpcError.INVALID_REQUEST), refused.error());
    assertTrue(refused.text().contains(part), refused.text());
  }
}
