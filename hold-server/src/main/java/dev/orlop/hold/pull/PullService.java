package dev.orlop.hold.pull;

import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.AccessDecision;
import dev.orlop.hold.access.AccessPolicy;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.pds.records.ImageRepository;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The way of a pull: access, location, count. The web layer asks, decides how to answer, counts.
 */
public final class PullService {
  private final AccessPolicy access;
  private final BlobStore blobs;
  private final PullRule rule;
  private final PullJournal journal;
  private final StatsFolder folder;
  private final Pulls.Indexes indexes;
  private final InstantSource clock;

  PullService(
      AccessPolicy access,
      BlobStore blobs,
      PullRule rule,
      PullJournal journal,
      StatsFolder folder,
      Pulls.Indexes indexes,
      InstantSource clock) {
    this.access = access;
    this.blobs = blobs;
    this.rule = rule;
    this.journal = journal;
    this.folder = folder;
    this.indexes = indexes;
    this.clock = clock;
  }

  /** Whether the caller may have a blob, and where it is. Counts nothing. */
  public BlobAnswer find(Caller caller, Digest digest) {
    return switch (access.decide(caller, Action.READ_BLOB)) {
      case AccessDecision.Refused refusal -> new BlobAnswer.Refused(refusal);
      // To decide was to follow all commits, so that what it is will be known when it is counted.
      case AccessDecision.Allowed _ -> locate(digest);
    };
  }

  /** Where a blob is, for a caller whose right was proved by a signed URL. */
  public BlobAnswer find(Digest digest) {
    Cid unused = indexes.follow();
    return locate(digest);
  }

  private BlobAnswer locate(Digest digest) {
    BlobLocation location = blobs.locate(digest);
    return switch (location) {
      case BlobLocation.Missing _ -> new BlobAnswer.Missing(digest);
      case BlobLocation.Local(_, long size) -> new BlobAnswer.Found(location, size);
      case BlobLocation.InMemory memory -> new BlobAnswer.Found(location, memory.size());
      case BlobLocation.Remote remote -> new BlobAnswer.Found(location, remote.size());
    };
  }

  /**
   * Counts a fetch if it is one that counts; when this returns, the count is durable. Call it when
   * the answer is decided, and before it leaves.
   *
   * @return what it counted as
   * @throws PullNotRecordedException if the count could not be made durable; do not answer then
   */
  public Optional<PullClass> count(BlobFetch fetch) {
    Optional<PullClass> counted = rule.classify(fetch);
    if (counted.isPresent() && fetch.repository().isPresent()) {
      count(fetch.repository().get(), counted.get());
    }
    return counted;
  }

  /** Counts a pull that an AppView tells of ({@code notifyManifest}, operation pull). */
  public void countNotified(NotifiedManifest manifest) {
    count(manifest.repository(), manifest.pullClass());
  }

  private void count(ImageRepository repository, PullClass pullClass) {
    journal.record(repository, pullClass, clock.instant());
    folder.recorded();
  }
}
