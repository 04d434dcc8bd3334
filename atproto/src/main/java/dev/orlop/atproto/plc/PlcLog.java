package dev.orlop.atproto.plc;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The operations on one DID as a directory keeps them: each follows on one before and is signed by
 * one of its rotation keys. Within three days a mightier key may undo what a lesser one did.
 */
final class PlcLog {
  private static final Duration RECOVERY = Duration.ofDays(3);

  /**
   * An operation that was taken.
   *
   * @param signer which of the rotation keys before it signed it
   * @param nullified undone by a mightier key
   */
  record Entry(PlcOperation operation, int signer, Instant at, boolean nullified) {
    Entry undone() {
      return new Entry(operation, signer, at, true);
    }
  }

  private final Did did;
  private final List<Entry> entries = new ArrayList<>();

  PlcLog(Did did) {
    this.did = did;
  }

  /**
   * Takes an operation.
   *
   * @throws InvalidPlcOperationException if it does not fit
   */
  synchronized void add(PlcOperation operation, Instant now) {
    Optional<Cid> prev = operation.prev();
    if (prev.isEmpty()) {
      addFirst(operation, now);
      return;
    }
    List<Entry> valid = valid();
    int at = -1;
    for (int i = 0; i < valid.size(); i++) {
      if (valid.get(i).operation().cid().equals(prev.get())) {
        at = i;
      }
    }
    if (at < 0) {
      throw new InvalidPlcOperationException("prev is no operation of this DID");
    }
    PlcOperation before = valid.get(at).operation();
    if (before.isTombstone()) {
      throw new InvalidPlcOperationException("the DID has ended");
    }
    OptionalInt signer = operation.signer(before.state().rotationKeys());
    if (signer.isEmpty()) {
      throw new InvalidPlcOperationException("not signed by a rotation key");
    }
    if (at + 1 < valid.size()) {
      requireMayUndo(valid.get(at + 1), signer.getAsInt(), now);
      List<Entry> undone = valid.subList(at + 1, valid.size());
      entries.replaceAll(entry -> undone.contains(entry) ? entry.undone() : entry);
    }
    entries.add(new Entry(operation, signer.getAsInt(), now, false));
  }

  private void addFirst(PlcOperation operation, Instant now) {
    if (!entries.isEmpty()) {
      throw new InvalidPlcOperationException("the DID exists");
    }
    if (operation.isTombstone() || !operation.did().equals(did)) {
      throw new InvalidPlcOperationException("the operation does not create this DID");
    }
    OptionalInt signer = operation.signer(operation.state().rotationKeys());
    if (signer.isEmpty()) {
      throw new InvalidPlcOperationException("not signed by a rotation key");
    }
    entries.add(new Entry(operation, signer.getAsInt(), now, false));
  }

  private static void requireMayUndo(Entry first, int signer, Instant now) {
    if (signer >= first.signer()) {
      throw new InvalidPlcOperationException("prev is not the last operation");
    }
    if (now.isAfter(first.at().plus(RECOVERY))) {
      throw new InvalidPlcOperationException("too late to undo the last operation");
    }
  }

  private List<Entry> valid() {
    return entries.stream().filter(entry -> !entry.nullified()).toList();
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** What holds now; empty if there is nothing yet. */
  synchronized Optional<PlcOperation> last() {
    List<Entry> valid = valid();
    return valid.isEmpty() ? Optional.empty() : Optional.of(valid.getLast().operation());
  }
}
