/**
 * Content addresses: CIDs as the AT Protocol blesses them, OCI digests, and the text encodings that
 * they are written in.
 *
 * <p><b>Terms.</b> A <i>CID</i> here is always version 1, of codec dag-cbor or raw, with a SHA-256
 * multihash: 36 bytes, or 59 characters that start with {@code b}. A <i>digest</i> is OCI's {@code
 * sha256:<hex>} or {@code sha512:<hex>}.
 *
 * <p><b>Tricky bits.</b> An OCI sha256 digest and a raw CID name the same bytes and are one
 * re-encoding apart; a sha512 digest has no CID form. CIDs sort by their bytes, not by their text:
 * base32's alphabet is not in byte order.
 *
 * <p><b>Must not import</b> anything but the JDK.
 */
@NullMarked
package dev.orlop.car.cid;

import org.jspecify.annotations.NullMarked;
