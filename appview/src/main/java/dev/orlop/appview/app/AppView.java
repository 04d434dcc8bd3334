package dev.orlop.appview.app;

import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.hold.HoldBlobs;
import dev.orlop.appview.hold.HoldCalls;
import dev.orlop.appview.hold.HoldChoice;
import dev.orlop.appview.hold.HoldNotices;
import dev.orlop.appview.hold.HoldStats;
import dev.orlop.appview.hold.PartMemory;
import dev.orlop.appview.manifests.ImageHolds;
import dev.orlop.appview.manifests.ManifestReads;
import dev.orlop.appview.manifests.ManifestWrites;
import dev.orlop.appview.manifests.OwnerWrites;
import dev.orlop.appview.manifests.PdsManifests;
import dev.orlop.appview.page.Pages;
import dev.orlop.appview.registry.Blobs;
import dev.orlop.appview.registry.Manifests;
import dev.orlop.appview.registry.UploadLimits;
import dev.orlop.appview.registry.Uploads;
import dev.orlop.appview.resolve.SignInPlaces;
import dev.orlop.appview.stats.ImageStats;
import dev.orlop.appview.token.Login;
import dev.orlop.appview.token.MemorySessions;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.appview.token.RegistryTokens;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.appview.token.TokenCallers;
import dev.orlop.appview.token.TokenKey;
import dev.orlop.appview.web.AppViewWeb;
import dev.orlop.appview.web.Challenge;
import dev.orlop.appview.web.OciRoutes;
import dev.orlop.appview.web.TokenRoutes;
import dev.orlop.atproto.crypto.SigningKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An AppView that does not listen yet: all of its parts, each given those that it stands on. */
final class AppView implements AutoCloseable {
  private final AppViewConfig config;
  private final InstantSource clock;
  private final ExecutorService background;
  private final Shared shared;
  private final Network network;
  private final PdsSessions sessions;
  private final RegistryTokens tokens;
  private final Login login;
  private final PdsManifests manifests;
  private final HoldBlobs blobs;
  private final Uploads uploads;
  private final ImageStats stats;
  private final Pages pages;

  private AppView(AppViewConfig config, Patience patience, SigningKey key, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.background =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("refresh-", 0).factory());
    this.shared = Shared.of(config, clock);
    shared.greet();
    Memory memory = new Memory(shared.cache(), clock, background);
    this.network = Network.of(config, patience, memory);
    this.sessions = new PdsSessions(new MemorySessions(), network.servers(), clock);
    this.tokens = new RegistryTokens(key, config.service(), clock);
    this.login =
        new Login(new SignInPlaces(network.accounts()), sessions, shared.failures(), clock);
    HoldCalls holds = new HoldCalls(network.servers(), new ServiceTokens(sessions, clock));
    ManifestReads reads = new ManifestReads(network.repos(), memory);
    HoldChoice choice = new ImageHolds(reads, network.holds());
    this.manifests = new PdsManifests(reads, writes(choice, new HoldNotices(holds)));
    this.blobs = new HoldBlobs(choice, holds, config.delivery(), PartMemory.ofHeap());
    this.uploads =
        new Uploads(blobs, UploadLimits.DEFAULT.withMaxBlobBytes(config.maxBlobBytes()), clock);
    this.stats =
        new ImageStats(
            reads,
            network.holds(),
            new HoldStats(new HoldCalls(network.briefly(), new ServiceTokens(sessions, clock))),
            memory,
            ImageStats.PATIENCE);
    this.pages =
        new Pages(
            new Pages.Parts(
                config.service(), network.accounts(), reads, network.repos(), stats, clock));
  }

  /**
   * Builds one.
   *
   * @throws IOException if the key of its tokens cannot be read or made
   */
  static AppView of(AppViewConfig config, Patience patience, InstantSource clock)
      throws IOException {
    return new AppView(config, patience, TokenKey.open(config.folder()), clock);
  }

  private ManifestWrites writes(HoldChoice choice, HoldNotices notices) {
    return new OwnerWrites(network.repos(), sessions, choice, notices, clock);
  }

  /** What the web works with. */
  AppViewWeb.Parts web(String version) {
    OciRoutes.Parts registry =
        new OciRoutes.Parts(
            new TokenCallers(tokens, sessions, config.openToAll()),
            network.accounts(),
            new Challenge(config.baseUrl().resolve(TokenRoutes.PATH), config.service()),
            new Manifests(manifests),
            new Blobs(blobs),
            uploads);
    return new AppViewWeb.Parts(
        registry,
        login,
        tokens,
        network.accounts(),
        stats,
        pages,
        config.openToAll(),
        new AppViewWeb.Traffic(config.trustedProxies(), config.limits(), shared.counter(), clock),
        version);
  }

  /** The uploads that are going on. */
  Uploads uploads() {
    return uploads;
  }

  /** Gives up the uploads, which their holds are told, and what was looked up for nobody. */
  @Override
  public void close() {
    uploads.close();
    background.shutdownNow();
    shared.close();
  }
}
