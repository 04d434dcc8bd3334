package dev.orlop.atproto.crypto;

import dev.orlop.car.cid.Base58;
import dev.orlop.car.cid.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/** A public key of either curve. */
public final class PublicKey {
  private static final String DID_KEY = "did:key:";
  private static final int COMPRESSED_BYTES = 33;
  private static final int SIGNATURE_BYTES = 64;

  private final KeyType type;
  private final ECPoint point;
  private final byte[] compressed;
  private final byte[] uncompressed;

  private PublicKey(KeyType type, ECPoint point) {
    this.type = type;
    this.point = point;
    this.compressed = point.getEncoded(true);
    this.uncompressed = point.getEncoded(false);
  }

  static PublicKey ofSecret(KeyType type, BigInteger secret) {
    // The comb reads the secret in a fixed pattern; the default multiplier would follow its bits.
    ECPoint point = new FixedPointCombMultiplier().multiply(type.curve().getG(), secret);
    return new PublicKey(type, point.normalize());
  }

  /**
   * The key of a point, compressed (33 bytes) or not (65 bytes).
   *
   * @throws InvalidKeyException if it is not on the curve
   */
  public static PublicKey fromBytes(KeyType type, byte[] encoded) {
    boolean known =
        (encoded.length == COMPRESSED_BYTES && (encoded[0] == 2 || encoded[0] == 3))
            || (encoded.length == 65 && encoded[0] == 4);
    if (!known) {
      throw new InvalidKeyException("a public key is a point of 33 or 65 bytes");
    }
    try {
      ECPoint point = type.curve().getCurve().decodePoint(encoded).normalize();
      if (point.isInfinity() || !point.isValid()) {
        throw new InvalidKeyException("a public key that is not on the curve");
      }
      return new PublicKey(type, point);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("a public key that is not on the curve");
    }
  }

  /**
   * Reads a {@code did:key:}.
   *
   * @throws InvalidKeyException if it is none, or of another kind of key
   */
  public static PublicKey fromDidKey(String text) {
    if (!text.startsWith(DID_KEY)) {
      throw new InvalidKeyException("a key starts with did:key:");
    }
    return fromMultibase(text.substring(DID_KEY.length()));
  }

  /**
   * Reads a Multikey: {@code z}, then base58 of the type and the compressed point.
   *
   * @throws InvalidKeyException if it is none, or of another kind of key
   */
  public static PublicKey fromMultibase(String text) {
    byte[] bytes = decodeBase58(text);
    for (KeyType type : KeyType.values()) {
      byte[] codec = type.multicodec();
      if (bytes.length == codec.length + COMPRESSED_BYTES
          && bytes[0] == codec[0]
          && bytes[1] == codec[1]) {
        return fromBytes(type, Arrays.copyOfRange(bytes, codec.length, bytes.length));
      }
    }
    throw new InvalidKeyException("a Multikey of another kind than K-256 and P-256");
  }

  /**
   * Reads the key of a legacy verification method ({@code EcdsaSecp256k1VerificationKey2019},
   * {@code EcdsaSecp256r1VerificationKey2019}), which names no type: compressed or not.
   *
   * @throws InvalidKeyException if it is none
   */
  public static PublicKey fromLegacyMultibase(KeyType type, String text) {
    return fromBytes(type, decodeBase58(text));
  }

  private static byte[] decodeBase58(String text) {
    if (!text.startsWith("z")) {
      throw new InvalidKeyException("a Multikey is base58 behind a 'z'");
    }
    try {
      return Base58.decode(text.substring(1));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("a Multikey is base58: " + e.getMessage());
    }
  }

  /** Which curve it is on. */
  public KeyType type() {
    return type;
  }

  /** The compressed point, 33 bytes. */
  public byte[] compressed() {
    return compressed.clone();
  }

  byte[] uncompressed() {
    return uncompressed;
  }

  ECPoint point() {
    return point;
  }

  /** The Multikey, as it stands in a DID document. */
  public String multibase() {
    byte[] codec = type.multicodec();
    byte[] bytes = Arrays.copyOf(codec, codec.length + compressed.length);
    System.arraycopy(compressed, 0, bytes, codec.length, compressed.length);
    return "z" + Base58.encode(bytes);
  }

  /** The key as a DID. */
  public String didKey() {
    return DID_KEY + multibase();
  }

  /**
   * Whether {@code signature} is the compact, low-S signature of {@code message} by this key. Any
   * other form of a signature is not.
   */
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_BYTES
        && !isHighS(signature)
        && Ecdsa.of(type).verify(this, Sha256.hash(message), signature);
  }

  /** As {@link #verify}, but with either s, as tokens are taken from those who do not normalise. */
  public boolean verifyAllowingHighS(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES || sOf(signature).compareTo(type.order()) >= 0) {
      return false;
    }
    return verify(message, isHighS(signature) ? withOtherS(signature) : signature);
  }

  private boolean isHighS(byte[] signature) {
    return sOf(signature).compareTo(type.halfOrder()) > 0;
  }

  /** The twin of a signature whose s is below the curve's order. */
  private byte[] withOtherS(byte[] signature) {
    byte[] other = signature.clone();
    BigIntegers.asUnsignedByteArray(type.order().subtract(sOf(signature)), other, 32, 32);
    return other;
  }

  private static BigInteger sOf(byte[] signature) {
    return new BigInteger(1, signature, 32, 32);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicKey key
        && type == key.type
        && Arrays.equals(compressed, key.compressed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(compressed);
  }

  @Override
  public String toString() {
    return didKey();
  }
}
