package dev.orlop.appview.manifests;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.cache.CaffeineCache;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.hold.HoldCalls;
import dev.orlop.appview.hold.HoldNotices;
import dev.orlop.appview.hold.HoldStats;
import dev.orlop.appview.pds.PdsLimits;
import dev.orlop.appview.pds.RepoServers;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.token.Credentials;
import dev.orlop.appview.token.Login;
import dev.orlop.appview.token.MemoryFailures;
import dev.orlop.appview.token.MemorySessions;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.atproto.identity.GuardedHttp;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Manifests in the repos of a real PDS, with a real hold, and calls to both that can be cut off.
 */
final class LiveManifests implements AutoCloseable {
  final LiveHold live;
  final UserRepos repos;
  final HoldStats stats;
  final PdsManifests manifests;
  private Optional<Cut> cut = Optional.empty();

  /** Calls of a method, of which the first few still get through. */
  private static final class Cut {
    private final Nsid method;
    private int through;

    Cut(Nsid method, int through) {
      this.method = method;
      this.through = through;
    }

    boolean hits(URI uri) {
      return uri.getPath().endsWith("/" + method) && through-- <= 0;
    }
  }

  LiveManifests(Path folder, Map<String, String> settings) {
    live = new LiveHold(folder, true, settings);
    InstantSource clock = InstantSource.system();
    Memory memory = new Memory(new CaffeineCache(64 << 20, clock), clock, Runnable::run);
    repos =
        new UserRepos(
            new Places(), new GuardedHttp(NetworkPolicy.DEVELOPMENT), PdsLimits.DEFAULT, memory);
    PdsSessions sessions = new PdsSessions(new MemorySessions(), this::client, clock);
    Login login = new Login(live, sessions, new MemoryFailures(clock), clock);
    for (Handle who : new Handle[] {LiveHold.ALICE, LiveHold.BOB}) {
      login.login(Credentials.of(who.value(), LiveHold.PASSWORD).orElseThrow(), "127.0.0.1");
    }
    HoldCalls holds = new HoldCalls(this::client, new ServiceTokens(sessions, clock));
    stats = new HoldStats(holds);
    manifests =
        new PdsManifests(
            new ManifestReads(repos, memory),
            new OwnerWrites(repos, sessions, live, new HoldNotices(holds), clock));
  }

  /** Everybody's server is the same. */
  private final class Places implements RepoServers {
    @Override
    public Fetched<URI> server(Did account) {
      return live.find(account)
          .<Fetched<URI>>map(place -> new Fetched.Found<>(place.pds()))
          .orElseGet(Fetched.Absent::new);
    }

    @Override
    public Fetched<URI> serverAgain(Did account) {
      return server(account);
    }
  }

  private XrpcClient.Builder client(URI server) {
    return XrpcClient.builder(server)
        .guard(uri -> cut.filter(c -> c.hits(uri)).map(_ -> "it is cut off"))
        .retries(0, Duration.ZERO);
  }

  /** Calls of this method do not get through any more, but for the first {@code through}. */
  void cutOff(Nsid method, int through) {
    cut = Optional.of(new Cut(method, through));
  }

  void mend() {
    cut = Optional.empty();
  }

  Caller caller(Handle who) {
    return Caller.account(live.did(who), Map.of());
  }

  long pushes(Repository repository) {
    return stats.of(live.hold(), repository).pushes();
  }

  @Override
  public void close() {
    live.close();
  }
}
