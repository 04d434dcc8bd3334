package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The uploads of one process. */
final class MemoryLedger implements Ledger {
  private record Counts(AtomicLong open, AtomicLong bytes) {
    Counts() {
      this(new AtomicLong(), new AtomicLong());
    }
  }

  private final Map<Did, Counts> owners = new ConcurrentHashMap<>();
  private final Counts all = new Counts();

  private Counts of(Did owner) {
    return owners.computeIfAbsent(owner, _ -> new Counts());
  }

  @Override
  public Sums open(Did owner, UploadId id) {
    of(owner).open().incrementAndGet();
    all.open().incrementAndGet();
    return sums(owner);
  }

  @Override
  public void close(Did owner, UploadId id) {
    of(owner).open().decrementAndGet();
    all.open().decrementAndGet();
  }

  @Override
  public Sums add(Did owner, UploadId id, long bytes) {
    of(owner).bytes().addAndGet(bytes);
    all.bytes().addAndGet(bytes);
    return sums(owner);
  }

  @Override
  public Sums sums(Did owner) {
    Counts mine = of(owner);
    return new Sums(mine.open().get(), mine.bytes().get(), all.open().get(), all.bytes().get());
  }
}
