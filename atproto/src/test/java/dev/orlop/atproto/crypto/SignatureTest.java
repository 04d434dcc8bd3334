package dev.orlop.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Sha256;
import dev.orlop.testkit.Cases;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void theNativeLibraryAndBouncyCastleSignTheSameBytes() {
    Ecdsa portable = new BouncyCastleEcdsa(KeyType.K256);
    Cases.run(
        100,
        random -> {
          SigningKey key = key(KeyType.K256, random);
          byte[] hash = Sha256.hash(key.publicKey().compressed());
          byte[] signature = Ecdsa.of(KeyType.K256).sign(key.secretBytes(), hash);
          assertArrayEquals(portable.sign(key.secretBytes(), hash), signature);
          assertTrue(portable.verify(key.publicKey(), hash, signature));
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
  void signaturesOutOfRangeAreRefusedAndBreakNothing(KeyType type) {
    PublicKey key = key(type, new SplittableRandom(7)).publicKey();
    for (int fill : new int[] {0, 1, 0xff}) {
      byte[] signature = new byte[64];
      Arrays.fill(signature, (byte) fill);
      assertFalse(key.verify(MESSAGE, signature));
      assertFalse(key.verifyAllowingHighS(MESSAGE, signature));
    }
    assertFalse(key.verify(MESSAGE, new byte[0]));
    assertFalse(key.verify(MESSAGE, new byte[72]));
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
  void aKeyFileIsItsOwnersAloneAndIsNeverOverwritten(@TempDir Path folder) throws Exception {
    SigningKey key = SigningKey.generate(KeyType.P256);
    Path file = folder.resolve("signing.key");
    KeyFile.write(file, key);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(key.publicKey(), KeyFile.read(file).publicKey());
    assertThrows(FileAlreadyExistsException.class, () -> KeyFile.write(file, key));
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
