package dev.orlop.hold.app;

import dev.orlop.atproto.auth.ServiceTokenVerifier;
import dev.orlop.atproto.auth.UsedTokens;
import dev.orlop.atproto.auth.VerifierSettings;
import dev.orlop.atproto.chore.Chore;
import dev.orlop.atproto.xrpc.PeerLimit;
import dev.orlop.atproto.xrpc.WebListener;
import dev.orlop.hold.access.Roster;
import dev.orlop.hold.access.UrlSigner;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.config.Storage;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.Followers;
import dev.orlop.hold.pds.RepoImport;
import dev.orlop.hold.pds.accounts.KeyChanges;
import dev.orlop.hold.pds.accounts.Registrar;
import dev.orlop.hold.pds.blobs.BlobSweeper;
import dev.orlop.hold.pds.records.RecordRoster;
import dev.orlop.hold.pull.Delivery;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.relay.Crawler;
import dev.orlop.hold.relay.RelayList;
import dev.orlop.hold.relay.XrpcRelay;
import dev.orlop.hold.web.GarbageMethods;
import dev.orlop.hold.web.HandOver;
import dev.orlop.hold.web.HoldIdentity;
import dev.orlop.hold.web.HoldWeb;
import dev.orlop.hold.web.Telling;
import dev.orlop.hold.web.firehose.Firehose;
import dev.orlop.hold.web.firehose.Times;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A running hold. */
public final class HoldServer implements AutoCloseable {
  /**
   * The longest request line and the longest header block, in bytes: getBlocks takes hundreds of
   * CIDs in its query.
   */
  private static final int MAX_LINE = 64 << 10;

  private static final int MAX_HEADERS = 16 << 10;

  /** How often the log of events says how far it is on disk, and drops what is too old. */
  private static final Duration TIDY = Duration.ofSeconds(10);

  private final HoldFolder folder;
  private final HoldBlobs blobs;
  private final HoldAccounts accounts;
  private final Firehose firehose;
  private final CallCounts counts;
  private final Chore tidying;
  private final LogKeeper logs;
  private final WebServer server;

  /** There once the network is to come. */
  private Optional<Crawler> crawler = Optional.empty();

  private HoldServer(
      HoldFolder folder,
      HoldBlobs blobs,
      HoldAccounts accounts,
      Firehose firehose,
      CallCounts counts,
      LogKeeper logs,
      WebServer server) {
    this.folder = folder;
    this.blobs = blobs;
    this.accounts = accounts;
    this.firehose = firehose;
    this.counts = counts;
    this.tidying = Chore.every(TIDY, "event-keeper", folder.events()::tidy);
    this.logs = logs;
    this.server = server;
  }

  /**
   * Opens the folder and listens. When this returns, requests are answered.
   *
   * @param version of this program, for those who ask
   * @throws FolderInUseException if another process has the folder
   */
  public static HoldServer start(HoldConfig config, InstantSource clock, String version)
      throws IOException {
    return start(config, Ground.of(clock), version);
  }

  /** The same, on other ground. */
  public static HoldServer start(HoldConfig config, Ground ground, String version)
      throws IOException {
    Followers followers = new Followers();
    Pulls.Indexes indexes = new Pulls.Indexes(followers);
    HoldFolder folder = HoldFolder.open(config, ground, followers);
    try {
      Roster roster = new RecordRoster(folder.records(), folder.identity().did());
      HoldBlobs blobs = HoldBlobs.start(config, folder, indexes, ground);
      HoldAccounts accounts =
          HoldAccounts.start(config, folder, folder.announcements(), ground.clock());
      try {
        Firehose firehose =
            new Firehose(
                folder.events(), config.firehose(), Times.DEFAULT, config.trustedProxies());
        CallCounts counts = CallCounts.open(config.limits().shared(), ground.clock());
        HoldWeb.Parts parts =
            parts(
                config, folder, roster, blobs, accounts, firehose, counts, ground.clock(), version);
        WebServer server = listen(config, parts);
        LogKeeper logs = new LogKeeper(folder, config.compaction());
        return new HoldServer(folder, blobs, accounts, firehose, counts, logs, server);
      } catch (RuntimeException e) {
        accounts.close();
        blobs.close();
        throw e;
      }
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static Optional<HandOver> handOver(Storage storage) {
    if (storage.delivery() != Delivery.ACCEL || storage.s3().isPresent()) {
      return Optional.empty();
    }
    Path root = storage.folder().toAbsolutePath();
    return Optional.of(
        switch (storage.accel().header()) {
          case X_ACCEL_REDIRECT -> HandOver.toInternal(root, storage.accel().prefix());
          case X_SENDFILE -> HandOver.toFile(root);
        });
  }

  private static WebServer listen(HoldConfig config, HoldWeb.Parts parts) {
    WebListener.Limits limits = new WebListener.Limits(MAX_LINE, MAX_HEADERS, largestBody(config));
    PeerLimit peers =
        new PeerLimit(config.limits().connectionsOfAddress(), config.trustedProxies());
    return WebListener.start(
        WebListener.builder(
                config.listenHost(), config.listenPort(), limits, List.of(parts.firehose()), peers)
            .routing(routing -> HoldWeb.route(routing, parts))
            .build());
  }

  private static long largestBody(HoldConfig config) {
    long blob = Math.max(config.uploads().maxPartBytes(), config.maxRecordBlobBytes());
    return Math.max(blob, RepoImport.MAX_BYTES);
  }

  private static UsedTokens usedTokens(HoldFolder folder, InstantSource clock) {
    return folder
        .shared()
        .<UsedTokens>map(database -> new TableUsedTokens(database, clock))
        .orElseGet(() -> UsedTokens.inMemory(clock));
  }

  private static HoldWeb.Parts parts(
      HoldConfig config,
      HoldFolder folder,
      Roster roster,
      HoldBlobs blobs,
      HoldAccounts accounts,
      Firehose firehose,
      CallCounts counts,
      InstantSource clock,
      String version) {
    VerifierSettings settings =
        VerifierSettings.of(folder.identity().audiences().toArray(String[]::new))
            .withStrictLxm(config.strictLxm())
            .withSingleUse(config.singleUseTokens());
    return new HoldWeb.Parts(
        folder.identity(),
        accounts.hosted(),
        folder.hosting(),
        accounts.registrar(),
        accounts.keyChanges(),
        accounts.identities(),
        config.accounts(),
        folder.repo(),
        roster,
        accounts.directory(),
        new ServiceTokenVerifier(accounts.directory(), settings, clock, usedTokens(folder, clock)),
        blobs.pulls(),
        blobs.keeper(),
        blobs.quotas(),
        new GarbageMethods.Parts(blobs.collector(), blobs.scrub()),
        config.storage().delivery(),
        handOver(config.storage()),
        blobs.uploads(),
        config.uploads(),
        new RepoImport(config.imports(), clock),
        blobs.recordBlobs(),
        config.maxRecordBlobBytes(),
        new UrlSigner(folder.urlKey(), clock, UrlSigner.DEFAULT_LIFE),
        firehose,
        new Telling(folder.events()::lastSeq, folder::tellAgain),
        config.trustedProxies(),
        config.limits().writes(),
        counts.counter(),
        clock,
        version);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Who the hold is. */
  public HoldIdentity identity() {
    return folder.identity();
  }

  /** The folder it runs on, for whoever runs it in the same process. */
  public HoldFolder folder() {
    return folder;
  }

  /** Creates accounts, for whoever runs the server in the same process. */
  public Registrar registrar() {
    return accounts.registrar();
  }

  /** Rewrites the logs of repos, for tests that do not wait for it. */
  LogKeeper logs() {
    return logs;
  }

  /** Takes blobs of records away, for tests that do not wait for it. */
  BlobSweeper recordSweeper() {
    return blobs.recordSweeper();
  }

  /** Exchanges the keys of accounts, for whoever runs the server in the same process. */
  KeyChanges keyChanges() {
    return accounts.keyChanges();
  }

  /**
   * Asks the relays on the list to follow this server, now and whenever it writes after a silence:
   * for a server that is to be found, and not for one that runs for the length of a command.
   */
  public void seekRelays(RelayList relays, InstantSource clock) {
    Crawler seeking =
        new Crawler(
            relays,
            identity().publicUrl().getAuthority(),
            XrpcRelay::new,
            folder.events()::heardSeq,
            folder.hosting().claims(),
            clock);
    crawler = Optional.of(seeking);
    seeking.started();
  }

  /** Returns when the index knows the repos of all accounts, as it may not after a kill. */
  public void awaitCaughtUp() throws InterruptedException {
    accounts.awaitCaughtUp();
  }

  /** Who uses which blob, for whoever runs the server in the same process. */
  public LayerIndex layers() {
    return blobs.pulls().layers();
  }

  /** Puts all pulls that were recorded by now into the signed records. */
  public void foldPulls() {
    blobs.pulls().fold();
  }

  /** Stops listening, lets requests end, closes the folder. */
  @Override
  public void close() {
    crawler.ifPresent(Crawler::close);
    firehose.close();
    server.stop();
    counts.close();
    tidying.close();
    logs.close();
    accounts.close();
    blobs.close();
    folder.close();
  }
}
