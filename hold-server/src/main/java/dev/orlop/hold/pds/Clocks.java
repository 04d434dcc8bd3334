package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.TidClock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What gives revs, seqs and times to repos that lie in a folder. */
record Clocks(TidClock revs, SeqClock seqs, InstantSource time) {
  long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
  }
}
