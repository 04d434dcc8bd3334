package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what holds have counted (io.atcr.hold.getStats and listStats). */
public final class HoldStats {
  private static final int PAGE = 100;
  private static final int MAX_PAGES = 1_000;

  private final Holds holds;

  /** Asks by {@code holds}. */
  public HoldStats(Holds holds) {
    this.holds = holds;
  }

  /**
   * What one hold has counted of one repository.
   *
   * @param repository its name
   * @param lastPull a datetime, as the hold writes it
   * @param lastPush a datetime, as the hold writes it
   * @param record the at-uri of the signed record that says so, if it is told
   */
  public record Counts(
      String repository,
      long pulls,
      long pushes,
      Optional<String> lastPull,
      Optional<String> lastPush,
      Optional<String> record) {
    static Counts of(DataMap map) {
      return new Counts(
          map.text("repository").orElse(""),
          Math.max(0, map.integer("pullCount").orElse(0)),
          Math.max(0, map.integer("pushCount").orElse(0)),
          map.text("lastPull"),
          map.text("lastPush"),
          map.text("uri"));
    }
  }

  /**
   * Of one repository; zeros if the hold does not know it.
   *
   * @throws OciException UNAVAILABLE if the hold does not answer
   */
  public Counts of(Hold hold, Repository repository) {
    return Counts.of(
        anonymous(hold)
            .call(
                Nsids.HOLD_GET_STATS,
                Need.READ,
                xrpc ->
                    xrpc.query(
                        Nsids.HOLD_GET_STATS,
                        XrpcQuery.of("did", repository.owner()).with("repo", repository.name()))));
  }

  /**
   * Of all repositories of an account that the hold knows.
   *
   * @throws OciException UNAVAILABLE if the hold does not answer, or without end
   */
  public List<Counts> list(Hold hold, Did owner) {
    HoldClient client = anonymous(hold);
    List<Counts> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      XrpcQuery query = XrpcQuery.of("did", owner).with("limit", PAGE).with("cursor", cursor);
      DataMap answer =
          client.call(
              Nsids.HOLD_LIST_STATS, Need.READ, xrpc -> xrpc.query(Nsids.HOLD_LIST_STATS, query));
      List<DataValue> stats = answer.array("stats").orElse(List.of());
      for (DataValue value : stats) {
        if (value instanceof DataMap map) {
          all.add(Counts.of(map));
        }
      }
      Optional<String> next = answer.text("cursor");
      if (next.isEmpty() || stats.isEmpty() || next.equals(cursor)) {
        return all;
      }
      cursor = next;
    }
    throw client.malformed("a list that does not end");
  }

  private HoldClient anonymous(Hold hold) {
    return holds.client(hold, Optional.empty());
  }
}
