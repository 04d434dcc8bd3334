package dev.orlop.hold.pds.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.hold.store.StoreDamagedException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals keys so that only a hold that has the same signing key can read them: a backup of the
 * database alone gives none away. AES-256-GCM; a sealed key is bound to its name.
 *
 * <pre>
 * version 1, a byte; nonce, 12 bytes; then encrypted: kind of key, a byte; secret, 32 bytes
 * </pre>
 */
public final class KeySeal {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec secret;

  /** The seal of a hold. */
  public KeySeal(SigningKey own) {
    this.secret = new SecretKeySpec(Secrets.derive(own, "orlop account keys"), "AES");
  }

  byte[] seal(String name, SigningKey key) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] secretBytes = key.secretBytes();
    byte[] open =
        ByteBuffer.allocate(1 + secretBytes.length).put(kind(key.type())).put(secretBytes).array();
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(open);
      return ByteBuffer.allocate(1 + NONCE_BYTES + closed.length)
          .put(VERSION)
          .put(nonce)
          .put(closed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * Reads what {@link #seal} made.
   *
   * @throws StoreDamagedException if it is something else, or another hold's, or another key's
   */
  SigningKey open(String name, byte[] sealed) {
    if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != VERSION) {
      throw damaged(name);
    }
    ByteBuffer in = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
    byte[] nonce = new byte[NONCE_BYTES];
    in.get(nonce);
    byte[] closed = new byte[in.remaining()];
    in.get(closed);
    try {
      ByteBuffer open = ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(closed));
      KeyType type = type(name, open.get());
      byte[] secretBytes = new byte[open.remaining()];
      open.get(secretBytes);
      return SigningKey.fromBytes(type, secretBytes);
    } catch (GeneralSecurityException _) {
      throw damaged(name);
    }
  }

  /** The same key as another seal has it. */
  public byte[] reseal(String name, byte[] sealed, KeySeal other) {
    return other.seal(name, open(name, sealed));
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(UTF_8));
    return cipher;
  }

  private static byte kind(KeyType type) {
    return switch (type) {
      case K256 -> 1;
      case P256 -> 2;
    };
  }

  private static KeyType type(String name, byte kind) {
    return switch (kind) {
      case 1 -> KeyType.K256;
      case 2 -> KeyType.P256;
      default -> throw damaged(name);
    };
  }

  private static StoreDamagedException damaged(String name) {
    return new StoreDamagedException(
        "a key in the database was not sealed by this hold: "
            + (name.isEmpty() ? "rotation" : name));
  }
}
