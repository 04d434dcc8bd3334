package dev.orlop.hold.pull;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.AccessDecision;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.pds.records.ImageRepository;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The way of a pull: access, location, count. The web layer decides who may, asks, decides how to
 * answer, counts.
 */
public final class PullService {
  private final BelievedPlaces places;
  private final PullRule rule;
  private final PullJournal journal;
  private final StatsFolder folder;
  private final InstantSource clock;

  PullService(
      BelievedPlaces places,
      PullRule rule,
      PullJournal journal,
      StatsFolder folder,
      InstantSource clock) {
    this.places = places;
    this.rule = rule;
    this.journal = journal;
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Where a blob is, if the caller may have it. Counts nothing.
   *
   * @param reading what was decided just now
   */
  public BlobAnswer find(AccessDecision reading, Digest digest) {
    return switch (reading) {
      case AccessDecision.Refused refusal -> new BlobAnswer.Refused(refusal);
      // To decide was to follow all commits, so that what it is will be known when it is counted.
      case AccessDecision.Allowed _ -> answer(digest, places.locate(digest));
    };
  }

  /** The same for who looks whether it is there, and does without it only if it is. */
  public BlobAnswer look(AccessDecision reading, Digest digest) {
    return switch (reading) {
      case AccessDecision.Refused refusal -> new BlobAnswer.Refused(refusal);
      case AccessDecision.Allowed _ -> answer(digest, places.look(digest));
    };
  }

  private static BlobAnswer answer(Digest digest, BlobLocation location) {
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
