package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash of the run at its end, and as it was at the start of each part; not safe for several
 * threads.
 */
final class RunningHash {
  private static final int ETAG_BYTES = 32;

  private final Digest.Algorithm algorithm;
  // at.get(n) is the state behind part n, so before part n + 1; at.get(0) has seen nothing.
  private final List<MessageDigest> at = new ArrayList<>();

  RunningHash(Digest.Algorithm algorithm) {
    this.algorithm = algorithm;
    at.add(algorithm.newMessageDigest());
  }

  Digest.Algorithm algorithm() {
    return algorithm;
  }

  /** How many parts it has seen. */
  int parts() {
    return at.size() - 1;
  }

  /** A state to go on from, behind the first {@code parts} parts. */
  MessageDigest after(int parts) {
    return copy(at.get(parts));
  }

  /** Adds the state behind the next part. */
  void add(MessageDigest state) {
    at.add(state);
  }

  /** Forgets the parts behind the first {@code parts}. */
  void cutTo(int parts) {
    at.subList(parts + 1, at.size()).clear();
  }

  /** The ETag of a part of the run: what the hash would be if the run ended behind it. */
  static String etag(MessageDigest state) {
    return etag(copy(state).digest());
  }

  static String etag(byte[] hash) {
    return HexFormat.of().formatHex(hash, 0, ETAG_BYTES);
  }

  static MessageDigest copy(MessageDigest state) {
    try {
      return (MessageDigest) state.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-2 can be copied", e);
    }
  }
}
