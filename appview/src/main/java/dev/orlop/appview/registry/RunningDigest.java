package dev.orlop.appview.registry;

import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.Digest.Algorithm;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The digests of bytes that come by.
 *
 * <p>An upload should say at its beginning which algorithm its digest will have, and is asked for
 * the digest at its end. Clients that end with sha512 and never said so are few, and their blobs
 * were small so far; so sha512 is worked out beside sha256 for the first {@value #UNSAID_BYTES}
 * bytes, and large blobs do not pay twice.
 */
final class RunningDigest {
  /** Up to so many bytes every algorithm is worked out. */
  static final long UNSAID_BYTES = 32 << 20;

  private final Map<Algorithm, MessageDigest> running = new EnumMap<>(Algorithm.class);
  private boolean said;
  private long count;

  RunningDigest(Optional<Algorithm> algorithm) {
    algorithm.ifPresentOrElse(
        this::only,
        () -> {
          for (Algorithm each : Algorithm.values()) {
            running.put(each, each.newMessageDigest());
          }
        });
  }

  /** Learns which it will be; too late once bytes have come. */
  void expect(Algorithm algorithm) {
    if (count == 0) {
      only(algorithm);
    }
  }

  private void only(Algorithm algorithm) {
    said = true;
    running.clear();
    running.put(algorithm, algorithm.newMessageDigest());
  }

  void update(byte[] buffer, int offset, int length) {
    count += length;
    if (!said && count > UNSAID_BYTES) {
      said = true;
      running.keySet().removeIf(algorithm -> algorithm != Algorithm.SHA256);
    }
    running.values().forEach(digest -> digest.update(buffer, offset, length));
  }

  /** The digest so far; empty if this algorithm was not worked out. Ends the counting. */
  Optional<Digest> digest(Algorithm algorithm) {
    return Optional.ofNullable(running.get(algorithm))
        .map(digest -> Digest.of(algorithm, digest.digest()));
  }
}
