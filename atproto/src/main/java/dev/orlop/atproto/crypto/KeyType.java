package dev.orlop.atproto.crypto;

import java.math.BigInteger;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/** The two curves of the AT Protocol (cryptography specification). */
public enum KeyType {
  /** secp256k1, the default. */
  K256("secp256k1", "ES256K", 0xe7, 0x01),
  /** NIST P-256. */
  P256("secp256r1", "ES256", 0x80, 0x24);

  private final String jwtAlgorithm;
  private final byte[] multicodec;
  private final ECDomainParameters curve;
  private final BigInteger halfOrder;

  KeyType(String curveName, String jwtAlgorithm, int... multicodec) {
    this.jwtAlgorithm = jwtAlgorithm;
    this.multicodec = new byte[] {(byte) multicodec[0], (byte) multicodec[1]};
    this.curve = new ECDomainParameters(CustomNamedCurves.getByName(curveName));
    this.halfOrder = curve.getN().shiftRight(1);
  }

  /** The {@code alg} of a JWT that is signed with such a key. */
  public String jwtAlgorithm() {
    return jwtAlgorithm;
  }

  /** The two bytes in front of a public key in a Multikey. */
  byte[] multicodec() {
    return multicodec.clone();
  }

  ECDomainParameters curve() {
    return curve;
  }

  BigInteger order() {
    return curve.getN();
  }

  /** The greatest s of a low-S signature. */
  BigInteger halfOrder() {
    return halfOrder;
  }
}
