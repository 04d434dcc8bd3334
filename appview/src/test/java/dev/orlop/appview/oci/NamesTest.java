package dev.orlop.appview.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.testkit.Cases;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, tags, references, ranges. */
class NamesTest {
  /** As the specification writes it. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  @Test
  void namesAndTagsAreThoseOfTheSpecification() {
    String letters = "ab0._-/A:";
    Cases.run(
        20_000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int n = random.nextInt(8); n > 0; n--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
          }
          String drawn = text.toString();
          assertEquals(
              NAME.matcher(drawn).matches(), RepositoryName.parse(drawn).isPresent(), drawn);
          assertEquals(TAG.matcher(drawn).matches(), Tag.isTag(drawn), drawn);
        });
    assertTrue(Tag.isTag("a".repeat(128)));
    assertFalse(Tag.isTag("a".repeat(129)));
  }

  @ParameterizedTest
  @CsvSource({
    "alice.test/app, alice.test, app",
    "alice.test/a/b/c, alice.test, a/b/c",
    "did-plc-aliceaaaaaaaaaaaaaaaaaaa/app, did:plc:aliceaaaaaaaaaaaaaaaaaaa, app",
    "did:plc:aliceaaaaaaaaaaaaaaaaaaa/app, did:plc:aliceaaaaaaaaaaaaaaaaaaa, app",
    "did-web-example.com/app, did:web:example.com, app",
    "did-plc-short.example.com/app, did-plc-short.example.com, app"
  })
  void anOwnerIsAHandleOrADidWithColonsOrDashes(String text, String owner, String repository) {
    ImageName name = ImageName.parse(text);
    assertEquals(AtIdentifier.parse(owner), name.owner());
    assertEquals(repository, name.repository().value());
    assertEquals(text, name.text());
  }

  @ParameterizedTest
  @CsvSource({
    "alice.test, alice.test/app",
    "did:plc:aliceaaaaaaaaaaaaaaaaaaa, did-plc-aliceaaaaaaaaaaaaaaaaaaa/app",
    "did:web:example.com, did-web-example.com/app"
  })
  void theNameThatIsShownIsReadAgainAsTheSame(String owner, String shown) {
    ImageName name = ImageName.of(AtIdentifier.parse(owner), new RepositoryName("app"));
    assertEquals(shown, name.text());
    assertEquals(name, ImageName.parse(shown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app", "/app", "alice.test/", "alice/app", "did-plc-x/app", "alice.test/../x", ""})
  void whatIsNoNameIsRefused(String text) {
    OciException refusal = assertThrows(OciException.class, () -> ImageName.parse(text));
    assertEquals(OciError.NAME_INVALID, refusal.error());
  }

  @Test
  void anyTextIsANameOrIsRefused() {
    Fuzz.run(
        Fuzz.corpus(Checkout.root().resolve("appview/src/test/resources/fuzz/name")),
        30_000,
        OciException.class,
        input -> {
          ImageName name = ImageName.parse(new String(input, UTF_8));
          ImageName shown = ImageName.of(name.owner(), name.repository());
          if (!ImageName.parse(shown.text()).equals(shown)) {
            throw new AssertionError("shown as another: " + shown.text());
          }
        });
  }

  @Test
  void aReferenceWithAColonIsADigestOrNothing() {
    assertInstanceOf(Reference.ByTag.class, Reference.parse("latest"));
    assertInstanceOf(Reference.ByDigest.class, Reference.parse("sha256:" + "0".repeat(64)));
    OciException refusal = assertThrows(OciException.class, () -> Reference.parse("sha256:x"));
    assertEquals(OciError.DIGEST_INVALID, refusal.error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-5", "0-", "5-4", "bytes 0-5", "0-5/10", "0-9999999999999999999"})
  void aContentRangeIsTwoNumbersInOrder(String text) {
    assertThrows(OciException.class, () -> ContentRange.parse(text));
    assertEquals(6, ContentRange.parse("0-5").length());
  }
}
