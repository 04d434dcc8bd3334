package dev.orlop.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Sha256;
import dev.orlop.testkit.Cases;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whichever library does the arithmetic, it gives the same bytes and the same answers. */
class EngineTest {
  private static final byte[] MESSAGE = "a manifest".getBytes(StandardCharsets.UTF_8);

  /** Nonces by RFC 6979: "sample" is of its appendix A.2.5, the secret 1 a known one for K-256. */
  @Test
  void signaturesAreThoseOfRfc6979() {
    byte[] p256 =
        HexFormat.of().parseHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    // The RFC's s is high; the low one is the curve's order less it.
    BigInteger highS =
        new BigInteger("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8", 16);
    assertEquals(
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            + "0"
            + KeyType.P256.order().subtract(highS).toString(16),
        hex(KeyType.P256, p256, "sample"));
    byte[] one = new byte[32];
    one[31] = 1;
    assertEquals(
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
            + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
        hex(KeyType.K256, one, "Satoshi Nakamoto"));
  }

  private static String hex(KeyType type, byte[] secret, String message) {
    SigningKey key = SigningKey.fromBytes(type, secret);
    return HexFormat.of().formatHex(key.sign(message.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void theNativeLibraryAndBouncyCastleSignTheSameBytes() {
    Ecdsa fast = nativeEngine();
    Ecdsa portable = new BouncyCastleEcdsa(KeyType.K256);
    Cases.run(
        100,
        random -> {
          byte[] secret = new byte[32];
          random.nextBytes(secret);
          secret[0] &= 0x7f;
          SigningKey key = SigningKey.fromBytes(KeyType.K256, secret);
          byte[] hash = Sha256.hash(key.publicKey().compressed());
          byte[] signature = fast.sign(secret, hash);
          assertArrayEquals(portable.sign(secret, hash), signature);
          assertTrue(portable.verify(key.publicKey(), hash, signature));
          assertTrue(fast.verify(key.publicKey(), hash, signature));
          signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
          assertFalse(portable.verify(key.publicKey(), hash, signature));
          assertFalse(fast.verify(key.publicKey(), hash, signature));
        });
  }

  @ParameterizedTest
  @EnumSource
  void numbersOutOfRangeAreNoSignatureToAnyEngine(KeyType type) {
    SigningKey key = SigningKey.fromBytes(type, Sha256.hash(new byte[] {7}));
    byte[] hash = Sha256.hash(MESSAGE);
    byte[] good = key.sign(MESSAGE);
    BigInteger r = new BigInteger(1, good, 0, 32);
    BigInteger s = new BigInteger(1, good, 32, 32);
    BigInteger n = type.order();
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    List<byte[]> bad =
        List.of(
            compact(BigInteger.ZERO, s),
            compact(r, BigInteger.ZERO),
            compact(BigInteger.ZERO, BigInteger.ZERO),
            compact(n, s),
            compact(r, n),
            compact(most, s),
            compact(r, most),
            compact(s, r));
    for (byte[] signature : bad) {
      assertFalse(key.publicKey().verify(MESSAGE, signature));
      assertFalse(key.publicKey().verifyAllowingHighS(MESSAGE, signature));
      assertFalse(new BouncyCastleEcdsa(type).verify(key.publicKey(), hash, signature));
      if (type == KeyType.K256) {
        NativeSecp256k1.load()
            .ifPresent(fast -> assertFalse(fast.verify(key.publicKey(), hash, signature)));
      }
    }
  }

  /** With this key, message and r, s = 1 is valid, so s = n + 1 would be if it were reduced. */
  @ParameterizedTest
  @EnumSource
  void anSBeyondTheOrderIsNotReduced(KeyType type) {
    BigInteger n = type.order();
    BigInteger nonce = new BigInteger(1, Sha256.hash(new byte[] {9})).mod(n);
    BigInteger r =
        type.curve().getG().multiply(nonce).normalize().getAffineXCoord().toBigInteger().mod(n);
    BigInteger e = new BigInteger(1, Sha256.hash(MESSAGE));
    // s = (e + r d) / k, solved for the secret d that makes s one.
    BigInteger d = nonce.subtract(e).multiply(r.modInverse(n)).mod(n);
    SigningKey key = SigningKey.fromBytes(type, BigIntegers.asUnsignedByteArray(32, d));
    BigInteger one = BigInteger.ONE;
    assertTrue(key.publicKey().verify(MESSAGE, compact(r, one)));
    assertTrue(key.publicKey().verifyAllowingHighS(MESSAGE, compact(r, n.subtract(one))));
    assertFalse(key.publicKey().verify(MESSAGE, compact(r, n.add(one))));
    assertFalse(key.publicKey().verifyAllowingHighS(MESSAGE, compact(r, n.add(one))));
  }

  @ParameterizedTest
  @EnumSource
  void aSignatureOfAnotherLengthIsNone(KeyType type) {
    PublicKey key = SigningKey.generate(type).publicKey();
    SplittableRandom random = new SplittableRandom(1);
    for (int length : new int[] {0, 1, 32, 63, 65, 70, 71, 72, 1000}) {
      byte[] signature = new byte[length];
      random.nextBytes(signature);
      assertFalse(key.verify(MESSAGE, signature));
      assertFalse(key.verifyAllowingHighS(MESSAGE, signature));
    }
  }

  private static Ecdsa nativeEngine() {
    Optional<Ecdsa> engine = NativeSecp256k1.load();
    if (engine.isEmpty()) {
      System.err.println("SKIPPED, no native secp256k1 on this machine");
      Assumptions.abort("no native secp256k1 on this machine");
    }
    return engine.orElseThrow();
  }

  private static byte[] compact(BigInteger r, BigInteger s) {
    byte[] signature = new byte[64];
    BigIntegers.asUnsignedByteArray(r, signature, 0, 32);
    BigIntegers.asUnsignedByteArray(s, signature, 32, 32);
    return signature;
  }
}
