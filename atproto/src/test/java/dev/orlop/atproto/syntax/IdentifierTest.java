package dev.orlop.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
  @Test
  void bothSpellingsOfAPortInADidWebAreOneIdentity() {
    Did escaped = Did.parse("did:web:Hold.Test%3a8080");
    Did plain = Did.parse("did:web:hold.test:8080");
    assertEquals("did:web:hold.test%3A8080", escaped.canonical().value());
    assertEquals(escaped.canonical(), plain.canonical());
    DidWeb web = plain.web().orElseThrow();
    assertEquals("hold.test", web.host());
    assertEquals(OptionalInt.of(8080), web.port());
    assertEquals(DidWeb.ofHost("HOLD.test", 8080), web);
  }

  @Test
  void aDidWebWithoutAPortIsItsHost() {
    DidWeb web = Did.parse("did:web:hold.example.com").web().orElseThrow();
    assertEquals("hold.example.com", web.authority());
    assertEquals(OptionalInt.empty(), web.port());
    assertEquals("did:web:127.0.0.1%3A80", DidWeb.ofHost("127.0.0.1", 80).did().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:web:host.test:users:alice",
        "did:web:host.test:0",
        "did:web:host.test:080",
        "did:web:host.test:65536",
        "did:web:host.test%2Fpath",
        "did:web:host..test",
        "did:web:-host.test",
        "did:web:host_name.test",
        "did:web:host.test%3A80:81",
        "did:plc:7iza6de2dwap2sbkpav7c6c6"
      })
  void aDidWithAPathOrABadHostIsNoUsableDidWeb(String text) {
    Did did = Did.parse(text);
    assertTrue(did.web().isEmpty());
    assertEquals(did, did.canonical());
  }

  @Test
  void onlyTwentyFourBase32CharactersMakeAPlc() {
    assertTrue(Did.parse("did:plc:7iza6de2dwap2sbkpav7c6c6").isPlc());
    assertFalse(Did.parse("did:plc:7iza6de2dwap2sbkpav7c6c").isPlc());
    assertFalse(Did.parse("did:plc:7iza6de2dwap2sbkpav7c6c1").isPlc());
    assertFalse(Did.parse("did:plc:7IZA6de2dwap2sbkpav7c6c6").isPlc());
    assertFalse(Did.parse("did:abc:7iza6de2dwap2sbkpav7c6c6").isPlc());
    assertEquals("plc", Did.parse("did:plc:7iza6de2dwap2sbkpav7c6c6").method());
  }

  @Test
  void aDidOfTheGreatestLengthParsesAndOneLongerDoesNot() {
    String longest = "did:m:" + "v".repeat(Did.MAX_LENGTH - 6);
    assertEquals(longest, Did.parse(longest).toString());
    assertThrows(InvalidSyntaxException.class, () -> Did.parse(longest + "v"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "did", "did:", "did:web", "did:web:", "did::x", "did:wéb:x", "did:w:ß"})
  void aTextThatOnlyLooksLikeADidIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> Did.parse(text));
  }

  @Test
  void handlesAreComparedWithoutCase() {
    assertEquals(Handle.parse("Alice.Test"), Handle.parse("alice.test"));
    assertEquals("alice.test", Handle.parse("ALICE.TEST").toString());
    assertEquals("test", Handle.parse("alice.test").topLevel());
  }

  @Test
  void someTopLevelsAreNeverUsable() {
    assertTrue(Handle.INVALID.isUnusable());
    assertTrue(Handle.parse("printer.LOCAL").isUnusable());
    assertFalse(Handle.parse("alice.test").isUnusable());
    assertFalse(Handle.parse("local.com").isUnusable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "a.", ".a", "a", "ſtraße.test", "a.K\u212a", "a.b\n", "a\u0000.b"})
  void aTextThatOnlyLooksLikeAHandleIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> Handle.parse(text));
  }

  @Test
  void anAccountIsNamedByDidOrHandle() {
    assertInstanceOf(Did.class, AtIdentifier.parse("did:web:hold.test"));
    assertInstanceOf(Handle.class, AtIdentifier.parse("hold.test"));
  }

  @Test
  void anNsidIsADomainAndAName() {
    Nsid nsid = Nsid.parse("io.example.thing.getOne");
    assertEquals("getOne", nsid.name());
    assertEquals("io.example.thing", nsid.namespace());
    assertThrows(InvalidSyntaxException.class, () -> Nsid.parse(""));
    assertThrows(InvalidSyntaxException.class, () -> Nsid.parse("a.b."));
    assertThrows(InvalidSyntaxException.class, () -> Nsid.parse("a.b.c-d"));
    assertThrows(InvalidSyntaxException.class, () -> Nsid.parse("a..b.c"));
    assertThrows(InvalidSyntaxException.class, () -> Nsid.parse("4chan.org.name"));
  }

  @Test
  void anNsidOfTheGreatestLengthParsesAndOneLongerDoesNot() {
    String domain =
        "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);
    Nsid longest = Nsid.parse(domain + "." + "n".repeat(63));
    assertEquals(Nsid.MAX_LENGTH, longest.value().length());
    assertThrows(InvalidSyntaxException.class, () -> Nsid.parse(domain + "." + "n".repeat(64)));
  }

  @Test
  void messagesShowHostileTextShortAndHarmless() {
    String hostile = "x\u001b[31m\n" + "y".repeat(10_000);
    String message =
        assertThrows(InvalidSyntaxException.class, () -> RecordKey.parse(hostile)).toString();
    assertTrue(message.length() < 200, message);
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
  }
}
