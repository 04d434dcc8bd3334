/**
 * Keys and signatures: K-256 (secp256k1) and P-256, with which accounts sign commits and tokens.
 *
 * <p><b>Terms.</b> A <i>compact</i> signature is r and s, 32 bytes each. It is <i>low-S</i> when s
 * is at most half the curve's order; the other s is just as valid in plain ECDSA, and refused here
 * so that a signature cannot be altered. A <i>Multikey</i> is a public key with its type, in
 * base58.
 *
 * <p><b>Tricky bits.</b> Signing is deterministic (RFC 6979), so the native library and Bouncy
 * Castle give the same bytes. High-S is tolerated in tokens alone, because the reference does so.
 * {@code -Dorlop.native-crypto=false} forces Bouncy Castle.
 *
 * <p><b>Must not import</b> anything of the project but {@code dev.orlop.car.cid}.
 */
@NullMarked
package dev.orlop.atproto.crypto;

import org.jspecify.annotations.NullMarked;
