package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.Followers;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.quota.Quotas;
import java.time.InstantSource;

/** All that this package does for one hold, put together. */
public final class Pulls implements AutoCloseable {
  /**
   * What is derived from the hold's repo and follows its commits. Made before the repo is opened,
   * since the repo is opened with those who follow it.
   */
  public static final class Indexes {
    private final Followers followers;
    private final LayerIndex layers = new LayerIndex();
    private final StatsDirectory directory = new StatsDirectory();

    /** Follows with others. */
    public Indexes(Followers followers) {
      this.followers = followers;
      followers.add(layers);
      followers.add(directory);
    }

    /** See {@link Followers#follow}. */
    Cid follow() {
      return followers.follow();
    }

    /** Whether a record needs the blob, by all that is answered. */
    public boolean isNeeded(Digest digest) {
      Cid unused = follow();
      return layers.isNeeded(digest);
    }

    StatsDirectory directory() {
      return directory;
    }

    /** Who uses which blob. */
    public LayerIndex layers() {
      return layers;
    }
  }

  /**
   * What an operator may choose.
   *
   * @param unknownBlobs what a fetch counts in a repository without known manifests
   * @param durability what an answered pull survives
   * @param folding when pulls go into the records
   */
  public record Settings(
      PullRule.UnknownBlobs unknownBlobs, Durability durability, StatsFolder.Settings folding) {
    /** Counts unknown blobs, and survives the end of the process. */
    public static final Settings DEFAULT =
        new Settings(PullRule.UnknownBlobs.COUNT, Durability.PROCESS, StatsFolder.Settings.DEFAULT);
  }

  /** What it stands on. */
  public record Ground(
      PullJournal.Place journal, Repo repo, BlobStore blobs, Quotas quotas, InstantSource clock) {}

  private final PullJournal journal;
  private final StatsFolder folder;
  private final PullService pulls;
  private final PushService pushes;
  private final StatsService stats;
  private final Removals removals;
  private final LayerIndex layers;

  private Pulls(Ground ground, Indexes indexes, Settings settings) {
    Repo repo = ground.repo();
    InstantSource clock = ground.clock();
    StatsBook book = new StatsBook(repo, clock);
    journal = ground.journal().open(book::folded, settings.durability());
    folder = new StatsFolder(journal, book, settings.folding());
    PullRule rule = new PullRule(new RecordedManifests(indexes.layers), settings.unknownBlobs());
    BelievedPlaces places = new BelievedPlaces(ground.blobs(), indexes.layers);
    pulls = new PullService(places, rule, journal, folder, clock);
    LayerDrafter drafter =
        new LayerDrafter(indexes.layers, ground.blobs()::size, new TidClock(clock));
    pushes = new PushService(book, indexes::follow, drafter, ground.quotas());
    stats = new StatsService(book, journal, indexes);
    layers = indexes.layers;
    removals = new Removals(book, folder, new UserRecords(repo, indexes));
  }

  /**
   * Takes up the journal, and begins to fold.
   *
   * @param indexes which have read the records
   */
  public static Pulls start(Ground ground, Indexes indexes, Settings settings) {
    Pulls pulls = new Pulls(ground, indexes, settings);
    pulls.folder.start();
    return pulls;
  }

  /** Access, location, count. */
  public PullService pulls() {
    return pulls;
  }

  /** What to do when told of a push. */
  public PushService pushes() {
    return pushes;
  }

  /** Who uses which blob. */
  public LayerIndex layers() {
    return layers;
  }

  /** Deleting what was pushed. */
  public Removals removals() {
    return removals;
  }

  /** Counts. */
  public StatsReader stats() {
    return stats;
  }

  /** Folds all that is recorded by now into the records. */
  public void fold() {
    folder.fold();
  }

  /** Stops; what is not folded stays in the journal. Close this before the repo. */
  @Override
  public void close() {
    folder.close();
    journal.close();
  }
}
