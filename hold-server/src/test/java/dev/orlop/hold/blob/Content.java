package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Bytes to store, and their digest. */
public record Content(byte[] bytes, Digest digest) {
  /** The bytes of {@code text}. */
  public static Content of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8), Digest.Algorithm.SHA256);
  }

  /** Any bytes, but the same ones for one seed. */
  public static Content random(long seed, int size) {
    return of(bytes(seed, size), Digest.Algorithm.SHA256);
  }

  /** Given bytes. */
  public static Content of(byte[] bytes, Digest.Algorithm algorithm) {
    return new Content(bytes, Digest.of(algorithm, algorithm.newMessageDigest().digest(bytes)));
  }

  /** Any bytes, but the same ones for one seed. */
  public static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes, " + digest;
  }
}
