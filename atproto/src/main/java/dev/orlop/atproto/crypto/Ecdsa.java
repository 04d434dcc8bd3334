package dev.orlop.atproto.crypto;

/** Signing and verifying of 32-byte hashes on one curve. */
interface Ecdsa {
  /** A compact low-S signature, deterministic by RFC 6979. */
  byte[] sign(byte[] secret, byte[] hash);

  /** Whether a compact signature, known to be of 64 bytes and low-S, is valid. */
  boolean verify(PublicKey key, byte[] hash, byte[] signature);

  /** The best there is for this kind of key on this machine. */
  static Ecdsa of(KeyType type) {
    return switch (type) {
      case K256 -> Best.K256;
      case P256 -> Best.P256;
    };
  }

  /** Chosen once, when the first key is used. */
  final class Best {
    private static final Ecdsa P256 = new BouncyCastleEcdsa(KeyType.P256);
    private static final Ecdsa K256 = chooseK256();

    private Best() {}

    private static Ecdsa chooseK256() {
      boolean mayBeNative = Boolean.parseBoolean(System.getProperty("orlop.native-crypto", "true"));
      Ecdsa portable = new BouncyCastleEcdsa(KeyType.K256);
      return mayBeNative ? NativeSecp256k1.load().orElse(portable) : portable;
    }
  }
}
