package dev.orlop.atproto.crypto;

import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;

/** ECDSA by Bouncy Castle, for P-256, and for K-256 where the native library does not load. */
final class BouncyCastleEcdsa implements Ecdsa {
  private final KeyType type;

  BouncyCastleEcdsa(KeyType type) {
    this.type = type;
  }

  @Override
  public byte[] sign(byte[] secret, byte[] hash) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, secret), type.curve()));
    BigInteger[] rs = signer.generateSignature(hash);
    BigInteger s = rs[1].compareTo(type.halfOrder()) > 0 ? type.order().subtract(rs[1]) : rs[1];
    byte[] signature = new byte[64];
    BigIntegers.asUnsignedByteArray(rs[0], signature, 0, 32);
    BigIntegers.asUnsignedByteArray(s, signature, 32, 32);
    return signature;
  }

  @Override
  public boolean verify(PublicKey key, byte[] hash, byte[] signature) {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(key.point(), type.curve()));
    BigInteger r = new BigInteger(1, signature, 0, 32);
    BigInteger s = new BigInteger(1, signature, 32, 32);
    return verifier.verifySignature(hash, r, s);
  }
}
