package dev.orlop.atproto.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JwtTest {
  private static final String SIGNATURE = "A".repeat(86);
  private static final Path CORPUS = Checkout.root().resolve("atproto/src/test/resources/fuzz/jwt");

  @Test
  void theThreePartsAreTakenApart() {
    Jwt jwt =
        Jwt.decode(part("{\"alg\":\"ES256K\"}") + "." + part("{\"exp\":7}") + "." + SIGNATURE);
    assertEquals("ES256K", jwt.header().text("alg").orElse(""));
    assertEquals(7, jwt.claims().integer("exp").orElse(0));
    assertEquals(64, jwt.signature().length);
  }

  @Test
  void whatIsSignedIsSignedByItsKeyAlone() {
    SigningKey key = SigningKey.generate(KeyType.P256);
    Jwt jwt = Jwt.decode(Jwt.sign(key, DataMap.builder().put("exp", 7).build()));
    assertEquals("ES256", jwt.header().text("alg").orElse(""));
    assertTrue(jwt.isSignedBy(key.publicKey()));
    assertFalse(jwt.isSignedBy(SigningKey.generate(KeyType.P256).publicKey()));
  }

  @Test
  void theEndOfATokenIsReadWhoeverSignedIt() {
    String header = part("{\"alg\":\"HS256\"}");
    assertEquals(
        Optional.of(Instant.ofEpochSecond(7)),
        Jwt.expiry(header + "." + part("{\"exp\":7}") + ".short"));
    for (String none :
        List.of("", "opaque", "a.b.c", header + "." + part("{}") + ".x", "x".repeat(10_000))) {
      assertEquals(Optional.empty(), Jwt.expiry(none));
    }
    assertEquals(
        Optional.empty(), Jwt.expiry(header + "." + part("{\"exp\":9223372036854775807}") + ".x"));
  }

  @Test
  void whatCouldBeReadInTwoWaysIsRefused() {
    String header = part("{\"alg\":\"ES256K\"}");
    for (String claims :
        List.of(
            part("{\"iss\":\"a\",\"iss\":\"b\"}"),
            part("{\"exp\":1.5}"),
            part("{}{}"),
            part("[]"),
            part("null"),
            part("{\"a\":[[[[[[]]]]]]}"),
            "")) {
      assertThrows(
          InvalidJwtException.class, () -> Jwt.decode(header + "." + claims + "." + SIGNATURE));
    }
  }

  @Test
  void whateverComesTheDecoderGivesPartsOrRefuses() {
    Fuzz.run(
        Fuzz.corpus(CORPUS),
        20_000,
        InvalidJwtException.class,
        input -> Jwt.decode(new String(input, StandardCharsets.ISO_8859_1)));
  }

  @Test
  void whateverTheJsonOfAPartTheDecoderGivesPartsOrRefuses() {
    List<byte[]> texts =
        List.of(
            "{\"iss\":\"did:web:a.example\",\"exp\":1700000000}".getBytes(StandardCharsets.UTF_8),
            "{\"a\":{\"$link\":\"x\"},\"b\":[true,null,-1]}".getBytes(StandardCharsets.UTF_8));
    Fuzz.run(
        texts,
        20_000,
        InvalidJwtException.class,
        input -> {
          String part = Base64.getUrlEncoder().withoutPadding().encodeToString(input);
          Jwt.decode(part + "." + part + "." + SIGNATURE);
        });
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
