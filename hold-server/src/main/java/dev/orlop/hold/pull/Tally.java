package dev.orlop.hold.pull;

import java.time.Instant;

/** Pulls of one repository that are not in its record yet. */
record Tally(long images, long artifacts, Instant last) {
  static Tally of(Pull pull) {
    boolean image = pull.pullClass() == PullClass.IMAGE;
    return new Tally(image ? 1 : 0, image ? 0 : 1, pull.at());
  }

  Tally plus(Tally other) {
    return new Tally(
        images + other.images,
        artifacts + other.artifacts,
        last.isAfter(other.last) ? last : other.last);
  }
}
