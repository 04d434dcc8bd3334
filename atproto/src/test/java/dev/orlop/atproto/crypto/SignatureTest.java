package dev.orlop.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Cases;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureTest {
  private static final byte[] MESSAGE = "a manifest".getBytes(StandardCharsets.UTF_8);

  @ParameterizedTest
  @EnumSource
  void aSignatureVerifiesForItsMessageAndKeyAlone(KeyType type) {
    Cases.run(
        20,
        random -> {
          SigningKey key = key(type, random);
          byte[] signature = key.sign(MESSAGE);
          assertEquals(64, signature.length);
          assertArrayEquals(signature, key.sign(MESSAGE));
          assertTrue(key.publicKey().verify(MESSAGE, signature));
          assertFalse(key(type, random).publicKey().verify(MESSAGE, signature));
          assertFalse(
              key.publicKey().verify("another".getBytes(StandardCharsets.UTF_8), signature));
          signature[random.nextInt(64)] ^= 1;
          assertFalse(key.publicKey().verify(MESSAGE, signature));
        });
  }

  @ParameterizedTest
  @EnumSource
  void theOtherSIsRefusedButInTokens(KeyType type) {
    SigningKey key = key(type, new SplittableRandom(7));
    byte[] high = key.sign(MESSAGE);
    BigInteger s = new BigInteger(1, high, 32, 32);
    BigIntegers.asUnsignedByteArray(type.order().subtract(s), high, 32, 32);
    assertFalse(key.publicKey().verify(MESSAGE, high));
    assertTrue(key.publicKey().verifyAllowingHighS(MESSAGE, high));
    assertTrue(key.publicKey().verifyAllowingHighS(MESSAGE, key.sign(MESSAGE)));
  }

  @ParameterizedTest
  @EnumSource
  void aPublicKeyReadsBackFromItsDidKey(KeyType type) {
    Cases.run(
        20,
        random -> {
          PublicKey key = key(type, random).publicKey();
          assertEquals(key, PublicKey.fromDidKey(key.didKey()));
          assertEquals(key, PublicKey.fromBytes(type, key.uncompressed()));
        });
  }

  @Test
  void theTypeOfAKeyShowsInItsText() {
    SplittableRandom random = new SplittableRandom(1);
    assertTrue(key(KeyType.K256, random).publicKey().didKey().startsWith("did:key:zQ3s"));
    assertTrue(key(KeyType.P256, random).publicKey().didKey().startsWith("did:key:zDn"));
  }

  @Test
  void whatIsNoKeyIsRefused() {
    for (String text :
        new String[] {
          "", "did:key:", "did:key:z", "did:key:Q3", "did:key:zQ3sh0OIl", "did:web:a"
        }) {
      assertThrows(InvalidKeyException.class, () -> PublicKey.fromDidKey(text), text);
    }
    assertThrows(InvalidKeyException.class, () -> SigningKey.fromBytes(KeyType.K256, new byte[32]));
    assertThrows(InvalidKeyException.class, () -> SigningKey.fromBytes(KeyType.K256, new byte[31]));
    byte[] offCurve = new byte[33];
    offCurve[0] = 2;
    offCurve[32] = 5;
    assertThrows(InvalidKeyException.class, () -> PublicKey.fromBytes(KeyType.K256, offCurve));
  }

  @Test
  void aKeyDoesNotShowItsSecret() {
    SigningKey key = SigningKey.generate(KeyType.K256);
    String secret = HexFormat.of().formatHex(key.secretBytes());
    assertFalse(key.toString().contains(secret));
  }

  private static SigningKey key(KeyType type, SplittableRandom random) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    secret[0] = 0;
    return SigningKey.fromBytes(type, secret);
  }
}
