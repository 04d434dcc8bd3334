package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import java.time.Instant;

/**
 * A free blob.
 *
 * @param size in bytes
 * @param found when a survey first found it free, and every later one did, too
 */
public record Candidate(Digest digest, long size, Instant found) {
  String line() {
    return digest + " " + size + " " + found.getEpochSecond() + "\n";
  }

  static Candidate of(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no candidate: " + line);
    }
    return new Candidate(
        Digest.parse(parts[0]),
        Long.parseLong(parts[1]),
        Instant.ofEpochSecond(Long.parseLong(parts[2])));
  }
}
