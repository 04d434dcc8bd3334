package dev.orlop.atproto.crypto;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Optional;

/** ECDSA on K-256 by libsecp256k1 through JNI: about four times Bouncy Castle's speed. */
final class NativeSecp256k1 implements Ecdsa {
  private final Secp256k1 library;

  private NativeSecp256k1(Secp256k1 library) {
    this.library = library;
  }

  /** The library, where there is one for this platform and it works. */
  static Optional<Ecdsa> load() {
    try {
      NativeSecp256k1 loaded = new NativeSecp256k1(Secp256k1.get());
      byte[] one = new byte[32];
      one[31] = 1;
      loaded.sign(one, new byte[32]);
      return Optional.of(loaded);
    } catch (LinkageError | RuntimeException e) {
      System.getLogger(NativeSecp256k1.class.getName())
          .log(System.Logger.Level.INFO, "no native secp256k1 here, using Bouncy Castle: {0}", e);
      return Optional.empty();
    }
  }

  @Override
  public byte[] sign(byte[] secret, byte[] hash) {
    return library.sign(hash, secret, null);
  }

  @Override
  public boolean verify(PublicKey key, byte[] hash, byte[] signature) {
    try {
      return library.verify(signature, hash, key.uncompressed());
    } catch (Secp256k1Exception e) {
      // The library throws where r or s is out of range; that is a bad signature like any other.
      return false;
    }
  }
}
