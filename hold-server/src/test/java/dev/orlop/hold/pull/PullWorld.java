package dev.orlop.hold.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.access.AccessPolicy;
import dev.orlop.hold.access.HoldTerms;
import dev.orlop.hold.access.Permission;
import dev.orlop.hold.access.Roster;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.records.HoldRecords;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.hold.quota.QuotaSettings;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.quota.Reservations;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.mst.RepoOp;
import dev.orlop.testkit.ClockAt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hold's repo, blobs and pulls in a folder, which end in order or not, and are opened again. */
final class PullWorld implements AutoCloseable {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final ImageRepository APP = repository("app");

  private static final Did HOLD = Did.parse("did:web:hold.example.com");
  private static final SigningKey KEY = SigningKey.generate(KeyType.K256);
  // Folds when the test says so, and at no other time.
  private static final Pulls.Settings BY_HAND =
      new Pulls.Settings(
          PullRule.UnknownBlobs.COUNT,
          Durability.POWER,
          new StatsFolder.Settings(Duration.ofDays(1), Long.MAX_VALUE, Duration.ofDays(1)));

  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  final FaultyDisk disk = new FaultyDisk();
  final Path folder;
  private final QuotaSettings quota;
  final FileBlobStore blobs;

  /** What each commit since the beginning of the test did. */
  final List<List<RepoOp>> commits = new CopyOnWriteArrayList<>();

  private Running now;

  /** What runs from one start to the next. */
  private record Running(MvRepoIndex index, Repos repos, Repo repo, Pulls pulls) {}

  PullWorld(Path root) {
    this(root, QuotaSettings.NONE);
  }

  PullWorld(Path root, QuotaSettings quota) {
    folder = root;
    this.quota = quota;
    blobs = new FileBlobStore(root);
    now = start();
  }

  private Running start() {
    Pulls.Indexes indexes = new Pulls.Indexes();
    MvRepoIndex index = MvRepoIndex.openFile(folder.resolve("index"));
    Repos repos =
        new Repos(
            folder.resolve("repos"),
            index,
            Repos.Settings.DEFAULT,
            clock,
            (draft, seq) -> {
              indexes.committed(draft, seq);
              commits.add(draft.ops());
            });
    Repo repo = repos.open(HOLD, KEY);
    HoldRecords records = new HoldRecords();
    records.attach(repo);
    indexes.load(repo);
    Pulls.Ground ground =
        new Pulls.Ground(
            folder.resolve("pulls"),
            disk,
            repo,
            blobs,
            new AccessPolicy(new OpenToAll()),
            new Quotas(quota, records, indexes.layers(), Reservations.NONE),
            clock);
    return new Running(index, repos, repo, Pulls.start(ground, indexes, BY_HAND));
  }

  private record OpenToAll() implements Roster {
    @Override
    public HoldTerms terms() {
      return new HoldTerms(HOLD, true, false);
    }

    @Override
    public Optional<Set<Permission>> granted(Did member) {
      return Optional.empty();
    }
  }

  /** Ends in order and begins again. */
  void restart() {
    now.pulls().close();
    kill();
  }

  /**
   * Ends without a word to the pulls, and begins again. Repo and index are closed, since one
   * process can not open them twice; what they were told to write is written by then anyway.
   */
  void kill() {
    now.repos().close();
    now.index().close();
    now = start();
  }

  static ImageRepository repository(String name) {
    return new ImageRepository(ALICE, new RepositoryName(name));
  }

  Repo repo() {
    return now.repo();
  }

  StatsReader stats() {
    return now.pulls().stats();
  }

  PushService pushes() {
    return now.pulls().pushes();
  }

  Removals removals() {
    return now.pulls().removals();
  }

  LayerIndex layerIndex() {
    return now.pulls().layers();
  }

  void fold() {
    now.pulls().fold();
  }

  /** An image of this repository is pulled, as an AppView tells. */
  void pull(ImageRepository repository) {
    now.pulls().pulls().countNotified(image(repository));
  }

  void pullArtifact(ImageRepository repository) {
    now.pulls()
        .pulls()
        .countNotified(
            new NotifiedManifest(
                repository,
                Content.of("artifact").digest(),
                Optional.empty(),
                List.of(),
                List.of(),
                true));
  }

  /** Somebody fetches a blob of a repository; what did it count as. */
  Optional<PullClass> fetch(ImageRepository repository, Content blob) {
    return now.pulls()
        .pulls()
        .count(
            new BlobFetch(
                Optional.of(repository),
                blob.digest(),
                BlobFetch.Verb.GET,
                false,
                BlobFetch.Outcome.BYTES));
  }

  private static NotifiedManifest image(ImageRepository repository) {
    return new NotifiedManifest(
        repository, Content.of("image").digest(), Optional.empty(), List.of(), List.of(), false);
  }

  Content store(Content content) {
    BlobStoreContract.put(blobs, content);
    return content;
  }

  /** The number that is answered. */
  long pulled(ImageRepository repository) {
    return stats().stats(repository).counts().pulls();
  }

  /** The number in the signed record. */
  long recorded(ImageRepository repository) {
    return now.repo()
        .value(repository.statsPath())
        .map(value -> StatsRecord.of(value).pullCount())
        .orElse(0L);
  }

  List<LayerRecord> layers() {
    List<LayerRecord> layers = new ArrayList<>();
    now.repo().forEach(Nsids.HOLD_LAYER, entry -> layers.add(LayerRecord.of(entry.value())));
    return layers;
  }

  /** That the number answered is this, now and after what may happen to a hold, and no more. */
  void assertPulled(long wanted, ImageRepository repository) {
    assertEquals(wanted, pulled(repository));
    kill();
    assertEquals(wanted, pulled(repository));
    fold();
    assertEquals(wanted, pulled(repository));
    assertEquals(wanted, recorded(repository));
    fold();
    restart();
    assertEquals(wanted, pulled(repository));
    assertEquals(wanted, recorded(repository));
  }

  @Override
  public void close() {
    now.pulls().close();
    now.repos().close();
    now.index().close();
  }
}
