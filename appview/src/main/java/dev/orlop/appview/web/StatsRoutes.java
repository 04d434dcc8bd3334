package dev.orlop.appview.web;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Page;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.Account;
import dev.orlop.appview.resolve.Accounts;
import dev.orlop.appview.stats.HoldFigure;
import dev.orlop.appview.stats.ImageStats;
import dev.orlop.appview.stats.RepositoryStats;
import dev.orlop.appview.stats.SilentHold;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** io.atcr.appview.getStats and listStats. Open to all, as the holds' own are. */
final class StatsRoutes {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;

  private final Accounts accounts;
  private final ImageStats stats;
  private final InstantSource clock;

  StatsRoutes(Accounts accounts, ImageStats stats, InstantSource clock) {
    this.accounts = accounts;
    this.stats = stats;
    this.clock = clock;
  }

  void register(XrpcRouter.Builder routes) {
    routes.query(Nsids.APPVIEW_GET_STATS, this::getStats);
    routes.query(Nsids.APPVIEW_LIST_STATS, this::listStats);
  }

  /** What is said of what the packages below refuse. */
  static Optional<XrpcException> translated(Throwable thrown) {
    if (!(thrown instanceof OciException refusal)) {
      return Optional.empty();
    }
    if (refusal.error() != OciError.UNAVAILABLE) {
      return Optional.of(XrpcError.INVALID_REQUEST.exception(refusal.text()));
    }
    return Optional.of(unavailable(refusal.text(), refusal.retryAfter()));
  }

  private static XrpcException unavailable(String reason, Optional<Duration> pause) {
    XrpcException failure = XrpcError.UPSTREAM_FAILURE.exception(reason);
    return pause
        .map(
            time -> failure.withHeader("Retry-After", Long.toString(Math.max(1, time.toSeconds()))))
        .orElse(failure);
  }

  private void getStats(XrpcCall call) {
    Did owner = owner(call);
    RepositoryName name = call.params().required("repo", StatsRoutes::name);
    call.reply(data(stats.of(new Repository(owner, name)), clock.instant()).build());
  }

  private void listStats(XrpcCall call) {
    Did owner = owner(call);
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<RepositoryName> after = call.params().optional("cursor", StatsRoutes::name);
    Page<RepositoryStats> page = stats.list(owner, after, limit);
    Instant now = clock.instant();
    DataMap.Builder body =
        DataMap.builder()
            .put("stats", page.items().stream().map(one -> data(one, now).build()).toList());
    if (page.more()) {
      body.put("cursor", page.items().getLast().repository().name().value());
    }
    call.reply(body.build());
  }

  private static RepositoryName name(String text) {
    return RepositoryName.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not the name of a repository"));
  }

  private Did owner(XrpcCall call) {
    AtIdentifier name = call.params().required("did", AtIdentifier::parse);
    return switch (accounts.account(name)) {
      case Fetched.Found<Account>(Account found) -> found.did();
      case Fetched.Absent<Account>() ->
          throw (name instanceof Handle ? XrpcError.HANDLE_NOT_FOUND : XrpcError.REPO_NOT_FOUND)
              .exception("there is no account " + name);
      case Fetched.Unavailable<Account>(String reason, Duration pause) ->
          throw unavailable(reason, Optional.of(pause));
    };
  }

  private static DataMap.Builder data(RepositoryStats stats, Instant now) {
    return DataMap.builder()
        .put("did", stats.repository().owner().toString())
        .put("repository", stats.repository().name().value())
        .put("pullCount", stats.pulls())
        .put("pushCount", stats.pushes())
        .putIfPresent("lastPull", stats.lastPull())
        .putIfPresent("lastPush", stats.lastPush())
        .put("holds", stats.holds().stream().map(one -> data(one, now)).toList())
        .put("unreachable", stats.silent().stream().map(one -> data(one, now)).toList());
  }

  private static DataMap data(HoldFigure figure, Instant now) {
    Counts counts = figure.counts();
    Optional<Counts.Signed> signed = counts.record();
    return DataMap.builder()
        .put("hold", figure.hold().did().toString())
        .put("url", figure.hold().address().toString())
        .put("pullCount", counts.pulls())
        .put("pushCount", counts.pushes())
        .putIfPresent("lastPull", counts.lastPull())
        .putIfPresent("lastPush", counts.lastPush())
        .putIfPresent("uri", signed.map(Counts.Signed::uri))
        .putIfPresent("cid", signed.flatMap(Counts.Signed::cid))
        .putIfPresent("rev", signed.flatMap(Counts.Signed::rev))
        .put("asOf", Datetime.of(figure.readAt()).toString())
        .put("age", figure.age(now).toSeconds())
        .build();
  }

  private static DataMap data(SilentHold hold, Instant now) {
    DataMap.Builder body =
        DataMap.builder().put("hold", hold.named().toString()).put("reason", hold.reason());
    hold.last().ifPresent(figure -> body.put("last", data(figure, now)));
    return body.build();
  }
}
