package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.lexicons.Nsids;
import java.util.concurrent.atomic.AtomicLong;

/** What many clients together know of the counts of one repository. */
final class Counts {
  private final Did owner;
  private final String name;
  private final Counter pulls = new Counter("pulls");
  private final Counter pushes = new Counter("pushes");

  Counts(Did owner, String name) {
    this.owner = owner;
    this.name = name;
  }

  /** A request that counts one. */
  interface Request {
    void send() throws CutOffException;
  }

  /** One number: what it was at the last check, and what was asked for since. */
  private static final class Counter {
    final String what;
    final AtomicLong asked = new AtomicLong();
    final AtomicLong answered = new AtomicLong();
    long settled;

    Counter(String what) {
      this.what = what;
    }

    void count(Request request) throws CutOffException {
      asked.incrementAndGet();
      request.send();
      answered.incrementAndGet();
    }

    void settle(long found, Object of) {
      long least = settled + answered.get();
      long most = settled + asked.get();
      assertTrue(
          found >= least && found <= most,
          () -> what + " of " + of + ": " + found + ", answered " + least + ", asked " + most);
      settled = found;
      asked.set(0);
      answered.set(0);
    }
  }

  Did owner() {
    return owner;
  }

  String name() {
    return name;
  }

  void pull(Request request) throws CutOffException {
    pulls.count(request);
  }

  void push(Request request) throws CutOffException {
    pushes.count(request);
  }

  /** Holds what is answered against what was seen; the signed record never runs ahead of it. */
  void check(HoldClient hold, Evidence evidence) throws CutOffException {
    DataMap stats =
        HoldClient.granted(
            hold.get(HoldClient.path(Nsids.HOLD_GET_STATS, "did", owner, "repo", name)));
    pulls.settle(stats.integer("pullCount").orElseThrow(), this);
    pushes.settle(stats.integer("pushCount").orElseThrow(), this);
    long recorded = recordedPulls(evidence);
    assertTrue(recorded <= pulls.settled, () -> recorded + " recorded pulls of " + this);
  }

  /** Whether the signed record says all there is to say. */
  boolean isFolded(Evidence evidence) {
    return recordedPulls(evidence) == pulls.settled;
  }

  private long recordedPulls(Evidence evidence) {
    return evidence
        .record(StatsRecord.path(owner, name))
        .map(record -> StatsRecord.of(record).pullCount())
        .orElse(0L);
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
