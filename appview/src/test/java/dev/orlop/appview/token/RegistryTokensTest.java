package dev.orlop.appview.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Action;
import dev.orlop.appview.token.RegistryTokens.Reading;
import dev.orlop.atproto.auth.Jwt;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.testkit.ClockAt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a registry, and what they grant. */
class RegistryTokensTest {
  private static final Did DID = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  private static final SignedIn ALICE =
      new SignedIn(DID, Optional.of(Handle.parse("alice.test")), "session");
  private static final Set<Action> ALL = Set.of(Action.values());
  private static final Set<Action> PULL = Set.of(Action.PULL);

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final SigningKey key = SigningKey.generate(KeyType.P256);
  private final RegistryTokens tokens = new RegistryTokens(key, "registry.test", clock);

  private String token(Optional<SignedIn> account, String... scopes) {
    return tokens.issue(account, Scope.parse(List.of(scopes))).token();
  }

  private RegistryToken good(String token) {
    return assertInstanceOf(Reading.Good.class, tokens.read(token)).token();
  }

  private Map<String, Set<Action>> granted(Optional<SignedIn> account, String... scopes) {
    return good(token(account, scopes)).grants();
  }

  @Test
  void everythingIsGrantedInNamesOfOnesOwn() {
    for (String name :
        List.of("alice.test/app", DID + "/app", "did-plc-aliceaaaaaaaaaaaaaaaaaaa/a/b")) {
      assertEquals(
          Map.of(name, ALL),
          granted(Optional.of(ALICE), "repository:" + name + ":pull,push,delete"));
      assertEquals(Map.of(name, ALL), granted(Optional.of(ALICE), "repository:" + name + ":*"));
    }
  }

  @Test
  void elsewhereReadingAlone() {
    for (String name :
        List.of(
            "bob.test/app",
            "alice.test.evil.test/app",
            "did:plc:bobbbbbbbbbbbbbbbbbbbbbb/app",
            "did-plc-bobbbbbbbbbbbbbbbbbbbbbb/app")) {
      assertEquals(
          Map.of(name, PULL),
          granted(Optional.of(ALICE), "repository:" + name + ":pull,push,delete"));
    }
    assertEquals(Map.of(), granted(Optional.of(ALICE), "repository:bob.test/app:push"));
  }

  @Test
  void somebodyWithoutAnAccountMayRead() {
    RegistryToken token = good(token(Optional.empty(), "repository:alice.test/app:pull,push"));
    assertEquals(Map.of("alice.test/app", PULL), token.grants());
    assertEquals(Optional.empty(), token.did());
  }

  @Test
  void anAccountWithoutAHandleHasItsDid() {
    SignedIn nameless = new SignedIn(DID, Optional.empty(), "session");
    assertEquals(
        Map.of("alice.test/app", PULL),
        granted(Optional.of(nameless), "repository:alice.test/app:pull,push"));
  }

  @Test
  void scopesThatAreNoneAreLeftOut() {
    assertEquals(
        Map.of("alice.test/a", PULL, "bob.test/b", PULL),
        granted(
            Optional.of(ALICE),
            "repository:alice.test/a:pull repository:bob.test/b:pull,fly",
            "registry:catalog:*",
            "repository:no-owner:pull",
            "repository:",
            "repository",
            "repository(plugin):alice.test/c:pull"));
  }

  @Test
  void aTokenEnds() {
    String token = token(Optional.of(ALICE), "repository:alice.test/a:pull");
    assertEquals(Optional.of(DID), good(token).did());
    clock.advance(RegistryTokens.LIFE.minusSeconds(1));
    assertEquals("session", good(token).session());
    clock.advance(Duration.ofSeconds(1));
    assertInstanceOf(Reading.Bad.class, tokens.read(token));
  }

  @Test
  void aTokenOfAnotherKeyServiceOrFormIsNotTaken() {
    String token = token(Optional.of(ALICE));
    RegistryTokens otherKey =
        new RegistryTokens(SigningKey.generate(KeyType.P256), "registry.test", clock);
    RegistryTokens otherService = new RegistryTokens(key, "other.test", clock);
    assertInstanceOf(Reading.Bad.class, otherKey.read(token));
    assertInstanceOf(Reading.Bad.class, otherService.read(token));
    String[] parts = token.split("\\.", -1);
    String claims = parts[1].substring(0, parts[1].length() - 4) + "AAAA";
    for (String bad :
        List.of(
            "",
            "x",
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + claims + "." + parts[2],
            "a".repeat(Jwt.MAX_LENGTH + 1),
            Jwt.sign(SigningKey.generate(KeyType.K256), DataMap.EMPTY),
            Jwt.sign(key, DataMap.EMPTY))) {
      assertInstanceOf(Reading.Bad.class, tokens.read(bad), bad);
    }
  }

  @Test
  void moreThanATokenHoldsIsRefused() {
    String[] scopes = new String[20];
    for (int i = 0; i < scopes.length; i++) {
      scopes[i] = "repository:alice.test/" + "x".repeat(240) + i + ":pull,push";
    }
    assertEquals(
        400, assertThrows(OciException.class, () -> token(Optional.of(ALICE), scopes)).status());
    assertEquals(1, granted(Optional.of(ALICE), scopes[0]).size());
  }

  @Test
  void theKeyIsMadeOnceForItsOwnersEyesAlone(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("appview");
    SigningKey first = TokenKey.open(data);
    assertEquals(first.publicKey(), TokenKey.open(data).publicKey());
    assertEquals(KeyType.P256, first.type());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("token.key"))));
  }
}
