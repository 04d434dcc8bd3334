package dev.orlop.hold.pds.accounts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.orlop.atproto.crypto.SigningKey;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secrets of the server, made of its signing key: no more files to keep. */
public final class Secrets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** A secret of 32 bytes for one purpose; always the same for the same key. */
  public static byte[] derive(SigningKey key, String purpose) {
    return mac(key.secretBytes(), purpose.getBytes(US_ASCII));
  }

  static byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(message);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** A name that nobody guesses, of 32 hex digits. */
  static String randomName() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
