package dev.orlop.hold.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.Followers;
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
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.mst.RepoOp;
import dev.orlop.testkit.ClockAt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hold's repo, blobs and pulls in a folder, which end in order or not, and are opened again. */
final class PullWorld implements AutoCloseable {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final ImageRepository APP = repository("app");

  /** Blobs that manifests of tests are of; see {@link #storeImages}. */
  static final Content CONFIG = Content.of("the config");

  static final Content ONE = Content.random(1, 1000);
  static final Content TWO = Content.random(2, 2000);

  static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
  static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";

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
  private final Optional<DatabaseSettings> place;
  final FileBlobStore blobs;

  /** What each commit since the beginning of the test did. */
  final List<List<RepoOp>> commits = new CopyOnWriteArrayList<>();

  private Running now;

  /** What runs from one start to the next. */
  private record Running(
      AutoCloseable store,
      Repos repos,
      Repo repo,
      Followers followers,
      Pulls.Indexes indexes,
      Quotas quotas,
      Pulls pulls) {}

  PullWorld(Path root) {
    this(root, QuotaSettings.NONE, Optional.empty());
  }

  /**
   * @param place where the repo lies, if not in the folder
   */
  PullWorld(Path root, QuotaSettings quota, Optional<DatabaseSettings> place) {
    this(root, root, quota, place);
  }

  private PullWorld(Path root, Path blobs, QuotaSettings quota, Optional<DatabaseSettings> place) {
    this.folder = root;
    this.quota = quota;
    this.place = place;
    this.blobs = new FileBlobStore(blobs);
    this.now = start();
  }

  /** Another process of the same hold, on the same database and the same blobs. */
  PullWorld replica(String name, DatabaseSettings way) {
    return new PullWorld(folder.resolve(name), folder, quota, Optional.of(way));
  }

  private Running start() {
    Followers followers = new Followers();
    Pulls.Indexes indexes = new Pulls.Indexes(followers);
    HoldRecords records = new HoldRecords(followers);
    CommitListener listener =
        (draft, seq) -> {
          followers.committed(draft, seq);
          commits.add(draft.ops());
        };
    Optional<Database> database = place.map(Database::connect);
    Optional<MvRepoIndex> index =
        database.isPresent()
            ? Optional.empty()
            : Optional.of(MvRepoIndex.openFile(folder.resolve("index")));
    Repos repos =
        index.isPresent()
            ? new Repos(
                folder.resolve("repos"), index.get(), Repos.Settings.DEFAULT, clock, listener)
            : new Repos(
                database.orElseThrow(), Repos.Settings.DEFAULT, clock, CommitFrames.NONE, listener);
    AutoCloseable store = index.<AutoCloseable>map(each -> each).or(() -> database).orElseThrow();
    Repo repo = repos.open(HOLD, KEY);
    followers.load(repo);
    Quotas quotas = new Quotas(quota, records, indexes.layers(), Reservations.NONE);
    Pulls.Ground ground =
        new Pulls.Ground(
            database
                .map(each -> PullJournal.Place.in(each, folder.resolve("pulls"), disk))
                .orElseGet(() -> PullJournal.Place.inFolder(folder.resolve("pulls"), disk)),
            repo,
            blobs,
            quotas,
            clock);
    return new Running(
        store, repos, repo, followers, indexes, quotas, Pulls.start(ground, indexes, BY_HAND));
  }

  /** Those who record pushes, before a store that answers as it likes. */
  PushService pushes(LayerDrafter.Store store) {
    return new PushService(
        new StatsBook(now.repo(), clock),
        now.followers()::follow,
        new LayerDrafter(now.indexes().layers(), store, new TidClock(clock)),
        now.quotas());
  }

  /** Stores the blobs that manifests of tests are of. */
  void storeImages() {
    List.of(CONFIG, ONE, TWO).forEach(this::store);
  }

  /** What the hold is told of a manifest with these blobs. */
  static NotifiedManifest manifest(
      ImageRepository repository, String name, Content config, Content... layers) {
    return new NotifiedManifest(
        repository,
        Content.of(name).digest(),
        Optional.of(new NotifiedManifest.Part(config.digest(), CONFIG_TYPE)),
        Arrays.stream(layers)
            .map(layer -> new NotifiedManifest.Part(layer.digest(), LAYER_TYPE))
            .toList(),
        List.of(),
        false);
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
    closeStore();
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

  PullService pulls() {
    return now.pulls().pulls();
  }

  PushService pushes() {
    return now.pulls().pushes();
  }

  Removals removals() {
    return now.pulls().removals();
  }

  Followers followers() {
    return now.followers();
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
    closeStore();
  }

  private void closeStore() {
    now.repos().close();
    try {
      now.store().close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
