package dev.orlop.car.cid;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An OCI digest (image-spec, descriptor): {@code sha256:} and 64, or {@code sha512:} and 128
 * lower-case hex digits. What it is made of is safe in a path.
 */
public final class Digest implements Comparable<Digest> {
  /** The hash functions that OCI registers and we verify. */
  public enum Algorithm {
    /** The one everybody uses; it has a CID form. */
    SHA256("sha256", "SHA-256", 32),
    /** Registered, rare, and without a CID form. */
    SHA512("sha512", "SHA-512", 64);

    private final String prefix;
    private final String javaName;
    private final int bytes;

    Algorithm(String prefix, String javaName, int bytes) {
      this.prefix = prefix;
      this.javaName = javaName;
      this.bytes = bytes;
    }

    /** The name in front of the colon. */
    public String prefix() {
      return prefix;
    }

    /** The length of a hash in bytes. */
    public int bytes() {
      return bytes;
    }

    /** A fresh digest, for hashing a stream. */
    public MessageDigest newMessageDigest() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has " + javaName, e);
      }
    }
  }

  private static final HexFormat HEX = HexFormat.of();

  private final Algorithm algorithm;
  private final byte[] bytes;

  private Digest(Algorithm algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  /** The digest with a known hash, of the length that the algorithm has. */
  public static Digest of(Algorithm algorithm, byte[] hash) {
    if (hash.length != algorithm.bytes) {
      throw new InvalidDigestException(
          "a " + algorithm.prefix + " has " + algorithm.bytes + " bytes, not " + hash.length);
    }
    return new Digest(algorithm, hash.clone());
  }

  /** The digest of the bytes that a raw CID addresses. */
  public static Digest of(Cid raw) {
    if (raw.codec() != Cid.Codec.RAW) {
      throw new InvalidDigestException("only a raw CID has a digest form");
    }
    return new Digest(Algorithm.SHA256, raw.sha256());
  }

  /** The digest of bytes at hand. */
  public static Digest hash(Algorithm algorithm, byte[] content) {
    return new Digest(algorithm, algorithm.newMessageDigest().digest(content));
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidDigestException for an unknown algorithm, or hex of another length or case
   */
  public static Digest parse(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      int hexAt = algorithm.prefix.length() + 1;
      if (text.startsWith(algorithm.prefix)
          && text.length() >= hexAt
          && text.charAt(hexAt - 1) == ':') {
        if (text.length() != hexAt + algorithm.bytes * 2) {
          throw new InvalidDigestException(
              "a " + algorithm.prefix + " digest has " + algorithm.bytes * 2 + " hex digits");
        }
        return new Digest(algorithm, parseHex(text, hexAt));
      }
    }
    throw new InvalidDigestException("a digest starts with sha256: or sha512:");
  }

  private static byte[] parseHex(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        throw new InvalidDigestException("not a lower-case hex digit at " + i);
      }
    }
    return HEX.parseHex(text, from, text.length());
  }

  /** The hash function. */
  public Algorithm algorithm() {
    return algorithm;
  }

  /** The hash. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The hash in lower-case hex. */
  public String hex() {
    return HEX.formatHex(bytes);
  }

  /** The raw CID of the same bytes; empty for sha512. */
  public Optional<Cid> toCid() {
    return algorithm == Algorithm.SHA256
        ? Optional.of(Cid.of(Cid.Codec.RAW, bytes))
        : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && algorithm == digest.algorithm
        && Arrays.equals(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    return (bytes[0] << 24)
        | ((bytes[1] & 0xff) << 16)
        | ((bytes[2] & 0xff) << 8)
        | (bytes[3] & 0xff);
  }

  /** By algorithm, then by the bytes of the hash, unsigned. */
  @Override
  public int compareTo(Digest other) {
    int order = algorithm.compareTo(other.algorithm);
    return order != 0 ? order : Arrays.compareUnsigned(bytes, other.bytes);
  }

  /** The text form. */
  @Override
  public String toString() {
    return algorithm.prefix + ":" + hex();
  }
}
