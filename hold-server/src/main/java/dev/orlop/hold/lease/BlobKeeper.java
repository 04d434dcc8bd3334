package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.PartStore;
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
  private final DigestLocks locks = new DigestLocks();

  /**
   * Keeps the blobs of a store.
   *
   * @param used whether a record names a blob, by all that is answered
   */
  public BlobKeeper(BlobStore blobs, Leases leases, Predicate<Digest> used) {
    this.blobs = blobs;
    this.leases = leases;
    this.used = used;
  }

  /** A push relies on a blob that it brings, or is about to: before the blob is visible. */
  public void lease(Digest digest) {
    if (!leases.isFresh(digest)) {
      locks.alone(
          digest,
          () -> {
            leases.take(digest);
            return true;
          });
    }
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
    return locks.alone(digest, () -> blobs.restore(digest));
  }

  /** Whether nobody relies on a blob and no record names it, just now. */
  public boolean isFree(Digest digest) {
    return !leases.isTaken(digest) && !used.test(digest);
  }

  /**
   * Moves a blob to the trash if it is free.
   *
   * @return whether it is there now
   */
  public boolean trash(Digest digest) {
    return locks.alone(digest, () -> isFree(digest) && blobs.trash(digest));
  }

  /**
   * Removes blobs from the trash for good; those that are not free are taken back.
   *
   * @param digests a page of them: all who push blobs that begin like one of them wait meanwhile
   * @return those that were removed
   */
  public List<Digest> purge(List<Digest> digests) {
    return locks.alone(
        digests,
        () -> {
          Map<Boolean, List<Digest>> byFree =
              digests.stream().collect(Collectors.partitioningBy(this::isFree));
          byFree.getOrDefault(false, List.of()).forEach(blobs::restore);
          List<Digest> free = byFree.getOrDefault(true, List.of());
          blobs.purge(free);
          return free;
        });
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
