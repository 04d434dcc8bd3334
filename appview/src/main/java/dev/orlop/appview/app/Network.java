package dev.orlop.appview.app;

import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.resolve.Accounts;
import dev.orlop.appview.resolve.HoldServers;
import dev.orlop.appview.resolve.Holds;
import dev.orlop.atproto.identity.GuardedHttp;
import dev.orlop.atproto.identity.HostGuard;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.xrpc.XrpcClient;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * The others, as this AppView sees them: accounts, their repos, and holds.
 *
 * @param holds which one is meant
 * @param servers how a PDS or a hold is called
 */
record Network(
    Accounts accounts, UserRepos repos, Holds holds, Function<URI, XrpcClient.Builder> servers) {

  /** How a server is called that is asked in passing. */
  Function<URI, XrpcClient.Builder> briefly() {
    return address ->
        servers
            .apply(address)
            .answerTimeout(Patience.BRIEF)
            .stallTimeout(Patience.BRIEF)
            .retries(1, Duration.ofMillis(100));
  }

  /** With a memory, through guards. */
  static Network of(AppViewConfig config, Patience patience, Memory memory) {
    Lookups lookups = config.lookups();
    IdentityDirectory directory = IdentityDirectory.ofNetwork(lookups, memory.clock());
    GuardedHttp http = new GuardedHttp(lookups.policy());
    HostGuard guard = new HostGuard(lookups.policy());
    Accounts accounts = new Accounts(directory, memory);
    HoldServers holdServers = new HoldServers(directory, memory);
    UserRepos repos = new UserRepos(accounts, http, patience.reads(), memory);
    UserRepos holdRepos = new UserRepos(holdServers, http, patience.reads(), memory);
    return new Network(
        accounts,
        repos,
        new Holds(holdServers, holdRepos, repos, config.defaultHold()),
        address ->
            XrpcClient.builder(address).guard(guard::objection).answerTimeout(patience.answer()));
  }
}
