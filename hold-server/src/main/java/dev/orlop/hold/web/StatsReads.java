package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pull.StatsReader;
import dev.orlop.hold.pull.StatsView;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** io.atcr.hold.getStats and listStats. Open to all, as the signed records are. */
final class StatsReads {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;

  private final StatsReader stats;

  StatsReads(StatsReader stats) {
    this.stats = stats;
  }

  void register(XrpcRouter.Builder routes) {
    routes.query(Nsids.HOLD_GET_STATS, this::getStats);
    routes.query(Nsids.HOLD_LIST_STATS, this::listStats);
  }

  private void getStats(XrpcCall call) {
    Did owner = call.params().required("did", Did::parse).canonical();
    RepositoryName name = call.params().required("repo", RepositoryName::new);
    call.reply(entry(stats.stats(new ImageRepository(owner, name))));
  }

  private void listStats(XrpcCall call) {
    Did owner = call.params().required("did", Did::parse).canonical();
    int limit = call.params().integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    Optional<RepositoryName> after = call.params().optional("cursor", RepositoryName::new);
    List<StatsView> page = stats.list(owner, after, limit);
    DataMap.Builder body =
        DataMap.builder().put("stats", page.stream().map(StatsReads::entry).toList());
    if (page.size() == limit) {
      body.put("cursor", page.getLast().repository().name().value());
    }
    call.reply(body.build());
  }

  private static DataMap entry(StatsView view) {
    StatsView.Counts counts = view.counts();
    DataMap.Builder body =
        DataMap.builder()
            .put("did", view.repository().owner().toString())
            .put("repository", view.repository().name().value())
            .put("pullCount", counts.pulls())
            .put("pushCount", counts.pushes())
            .putIfPresent("lastPull", counts.lastPull().map(StatsReads::text))
            .putIfPresent("lastPush", counts.lastPush().map(StatsReads::text));
    if (counts.artifactPulls() > 0) {
      body.put("artifactPullCount", counts.artifactPulls());
    }
    view.record()
        .ifPresent(
            source ->
                body.put("uri", source.uri().toString())
                    .put("cid", source.cid().toString())
                    .put("rev", source.rev().toString()));
    return body.build();
  }

  private static String text(Instant instant) {
    return Datetime.of(instant).toString();
  }
}
