package dev.orlop.cli.remote;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the hold says of one repository; the counts include what is not in the signed record yet.
 *
 * @param uri of the signed record, once there is one
 * @param cid of its present version
 * @param rev of the repo that has it
 */
public record RepositoryStats(
    String owner,
    String repository,
    long pulls,
    long pushes,
    Optional<String> lastPull,
    Optional<String> lastPush,
    Optional<String> uri,
    Optional<String> cid,
    Optional<String> rev) {
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 1_000;

  /** Of one repository; zeros if the hold never saw it. */
  public static RepositoryStats get(HoldClient hold, Did owner, String repository) {
    DataMap answer =
        hold.xrpc()
            .query(Nsids.HOLD_GET_STATS, XrpcQuery.of("did", owner).with("repo", repository));
    return of(answer, owner.value(), repository);
  }

  /** Of all repositories of an owner. */
  public static List<RepositoryStats> list(HoldClient hold, Did owner) {
    List<RepositoryStats> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      DataMap answer =
          hold.xrpc()
              .query(
                  Nsids.HOLD_LIST_STATS,
                  XrpcQuery.of("did", owner).with("limit", PAGE).with("cursor", cursor));
      List<DataValue> stats = answer.array("stats").orElse(List.of());
      for (DataValue value : stats) {
        if (value instanceof DataMap map) {
          all.add(of(map, owner.value(), "?"));
        }
      }
      Optional<String> next = answer.text("cursor");
      if (next.isEmpty() || stats.isEmpty() || next.equals(cursor)) {
        return all;
      }
      cursor = next;
    }
    throw HoldClient.malformed("a list that does not end");
  }

  private static RepositoryStats of(DataMap map, String owner, String repository) {
    return new RepositoryStats(
        map.text("did").or(() -> map.text("ownerDid")).orElse(owner),
        map.text("repository").orElse(repository),
        map.integer("pullCount").orElseThrow(() -> HoldClient.malformed("no pullCount")),
        map.integer("pushCount").orElseThrow(() -> HoldClient.malformed("no pushCount")),
        map.text("lastPull"),
        map.text("lastPush"),
        map.text("uri"),
        map.text("cid"),
        map.text("rev"));
  }
}
