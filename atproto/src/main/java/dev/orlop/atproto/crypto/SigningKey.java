package dev.orlop.atproto.crypto;

import dev.orlop.car.cid.Sha256;
import java.math.BigInteger;
import java.security.SecureRandom;

/** A private key. It shows itself to nobody: {@code toString} names the public key. */
public final class SigningKey {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyType type;
  private final byte[] secret;
  private final PublicKey publicKey;

  private SigningKey(KeyType type, byte[] secret, BigInteger number) {
    this.type = type;
    this.secret = secret;
    this.publicKey = PublicKey.ofSecret(type, number);
  }

  /** A new key from the system's source of randomness. */
  public static SigningKey generate(KeyType type) {
    byte[] secret = new byte[32];
    while (true) {
      RANDOM.nextBytes(secret);
      BigInteger number = new BigInteger(1, secret);
      if (number.signum() > 0 && number.compareTo(type.order()) < 0) {
        return new SigningKey(type, secret, number);
      }
    }
  }

  /**
   * The key of 32 secret bytes.
   *
   * @throws InvalidKeyException if they are not between one and the curve's order
   */
  public static SigningKey fromBytes(KeyType type, byte[] secret) {
    BigInteger number = new BigInteger(1, secret);
    if (secret.length != 32 || number.signum() == 0 || number.compareTo(type.order()) >= 0) {
      throw new InvalidKeyException(
          "a private key is a number of 32 bytes below the curve's order");
    }
    return new SigningKey(type, secret.clone(), number);
  }

  /** Which curve it is on. */
  public KeyType type() {
    return type;
  }

  /** The key that others verify with. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The compact, low-S signature of the SHA-256 of {@code message}; always the same. */
  public byte[] sign(byte[] message) {
    return Ecdsa.of(type).sign(secret, Sha256.hash(message));
  }

  /** The secret itself, for writing a key file. */
  public byte[] secretBytes() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return "SigningKey[" + publicKey.didKey() + "]";
  }
}
