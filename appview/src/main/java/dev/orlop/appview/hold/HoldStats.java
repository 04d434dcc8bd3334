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
  private static final int MAX_PAGES = 100;

  private final HoldCalls holds;

  /** Asks by {@code holds}. */
  public HoldStats(HoldCalls holds) {
    this.holds = holds;
  }

  /**
   * Of one repository; zeros if the hold does not know it.
   *
   * @throws OciException UNAVAILABLE if the hold does not answer, or with nonsense
   */
  public Counts of(Hold hold, Repository repository) {
    HoldClient client = anonymous(hold);
    DataMap answer =
        client.call(
            Nsids.HOLD_GET_STATS,
            Need.READ,
            xrpc ->
                xrpc.query(
                    Nsids.HOLD_GET_STATS,
                    XrpcQuery.of("did", repository.owner()).with("repo", repository.name())));
    return Counts.read(answer, repository.owner(), Optional.of(repository.name()))
        .filter(counts -> counts.repository().equals(repository.name()))
        .orElseThrow(() -> client.malformed("no counts of the repository"));
  }

  /**
   * Of all repositories of an account that the hold knows. What is no repository is passed over.
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
          Counts.read(map, owner, Optional.empty()).ifPresent(all::add);
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
