package dev.orlop.hold.lease;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.PartStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where those who rely on blobs meet who takes blobs away; the package says why nothing is lost.
 * Safe for use by several threads.
 */
public final class BlobKeeper {
  private final BlobStore blobs;
  private final Leases leases;
  private final Predicate<Digest> used;
  private final Withdrawals withdrawals;

  /** Keeps the blobs of a store, alone: who gave a blob up is in memory. */
  public BlobKeeper(BlobStore blobs, Leases leases, Predicate<Digest> used) {
    this(blobs, leases, used, new MemoryWithdrawals(InstantSource.system()));
  }

  /**
   * Keeps the blobs of a store.
   *
   * @param used whether a record names a blob, by all that is answered
   */
  public BlobKeeper(
      BlobStore blobs, Leases leases, Predicate<Digest> used, Withdrawals withdrawals) {
    this.blobs = blobs;
    this.leases = leases;
    this.used = used;
    this.withdrawals = withdrawals;
  }

  /** A push relies on a blob that it brings, or is about to: before the blob is visible. */
  public void lease(Digest digest) {
    leases.take(digest);
  }

  /**
   * A push will rely on a blob if it is there: before anybody is told that it is. Takes it back
   * from the trash.
   */
  public BlobLocation rely(Digest digest) {
    lease(digest);
    BlobLocation found = blobs.locate(digest);
    return found instanceof BlobLocation.Missing ? takenBack(digest) : found;
  }

  /**
   * The same for an account that may have given the blob up: then it stays where it is, and the
   * push brings it.
   */
  public BlobLocation rely(Digest digest, Did account) {
    lease(digest);
    BlobLocation found = locate(digest);
    // Asked only of what is missing: most of what is looked for is there.
    return found instanceof BlobLocation.Missing && !withdrawals.has(account, digest)
        ? takenBack(digest)
        : found;
  }

  /**
   * Moves a blob to the trash since an account wants to be rid of it, also if somebody relies on
   * it: whoever does finds it there when they look again, or when they say what they pushed.
   */
  public Withdrawal withdraw(Digest digest, Did account) {
    try (Leases.Alone alone = leases.alone(List.of(digest))) {
      if (used.test(digest)) {
        return Withdrawal.IN_USE;
      }
      if (!blobs.trash(digest, alone::require)) {
        return Withdrawal.MISSING;
      }
    }
    withdrawals.add(account, digest);
    return Withdrawal.DONE;
  }

  /** Where a blob is, for whoever reads; takes one back from the trash that a record names. */
  public BlobLocation locate(Digest digest) {
    BlobLocation found = blobs.locate(digest);
    return found instanceof BlobLocation.Missing && used.test(digest) ? takenBack(digest) : found;
  }

  private BlobLocation takenBack(Digest digest) {
    boolean unused = restore(digest);
    return blobs.locate(digest);
  }

  /** Takes a blob back from the trash; false if it was not there. */
  public boolean restore(Digest digest) {
    try (var _ = leases.alone(List.of(digest))) {
      return blobs.restore(digest);
    }
  }

  /** Whether nobody relies on a blob and no record names it. */
  private boolean isFree(Leases.Alone alone, Digest digest) {
    return !alone.isTaken(digest) && !used.test(digest);
  }

  /**
   * Moves a blob to the trash if it is free.
   *
   * @return whether it is there now
   */
  public boolean trash(Digest digest) {
    return trash(digest, () -> {});
  }

  boolean trash(Digest digest, Runnable lastLook) {
    try (Leases.Alone alone = leases.alone(List.of(digest))) {
      return isFree(alone, digest) && blobs.trash(digest, () -> look(alone, lastLook));
    }
  }

  private static void look(Leases.Alone alone, Runnable lastLook) {
    alone.require();
    lastLook.run();
  }

  /**
   * Removes blobs from the trash for good; those that are not free are taken back.
   *
   * @param digests a page of them: all who push blobs that begin like one of them wait meanwhile
   * @return those that were removed
   */
  public List<Digest> purge(List<Digest> digests) {
    try (Leases.Alone alone = leases.alone(digests)) {
      Map<Boolean, List<Digest>> byFree =
          digests.stream().collect(Collectors.partitioningBy(digest -> isFree(alone, digest)));
      byFree.getOrDefault(false, List.of()).forEach(blobs::restore);
      List<Digest> free = byFree.getOrDefault(true, List.of());
      alone.require();
      blobs.purge(free);
      return free;
    }
  }

  /** The store, for those who bring blobs and those who read: what is done there is kept so. */
  public BlobStore store() {
    return new KeptBlobs(blobs, this);
  }

  /** The same for parts that gather past us. */
  public PartStore parts(PartStore parts) {
    return new KeptParts(parts, this);
  }
}
