package dev.orlop.appview.hold;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Who is who at a hold, as its public records say: its captain and its crew. */
final class Standing {
  private static final int PAGE = 100;

  /** Only for a message, so not without end. */
  private static final int MAX_PAGES = 50;

  private final XrpcClient xrpc;
  private final Did hold;

  /** Reads the records of {@code hold}. */
  Standing(XrpcClient xrpc, Did hold) {
    this.xrpc = xrpc;
    this.hold = hold;
  }

  /**
   * The captain's record ({@code io.atcr.hold.captain}).
   *
   * @param isPublic whether anybody may read blobs
   * @param allowAllCrew whether any account may join the crew by itself
   */
  record Captain(Optional<String> owner, boolean isPublic, boolean allowAllCrew) {}

  /** What a user is short of; empty if that cannot be said. */
  Optional<String> shortOf(Did user, Need need) {
    try {
      Captain captain = captain();
      if (captain.owner().equals(Optional.of(user.value()))) {
        return Optional.empty();
      }
      List<List<String>> records = crew(user);
      if (records.isEmpty()) {
        return Optional.of(
            user
                + " is not of its crew"
                + (captain.allowAllCrew() ? ", which anybody may join" : ""));
      }
      TreeSet<String> permissions = new TreeSet<>();
      records.forEach(permissions::addAll);
      return permissions.contains(need.permission())
          ? Optional.empty()
          : Optional.of("the crew record of " + user + " grants " + permissions);
    } catch (XrpcException | XrpcConnectionException _) {
      return Optional.empty();
    }
  }

  Captain captain() {
    DataMap record =
        xrpc.query(
                Nsids.REPO_GET_RECORD,
                XrpcQuery.of("repo", hold)
                    .with("collection", Nsids.HOLD_CAPTAIN)
                    .with("rkey", "self"))
            .map("value")
            .orElse(DataMap.EMPTY);
    return new Captain(
        record.text("owner"),
        record.bool("public").orElse(false),
        record.bool("allowAllCrew").orElse(false));
  }

  /** What the crew records of a member grant, each by itself; empty if there are none. */
  List<List<String>> crew(Did member) {
    List<List<String>> found = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      DataMap answer =
          xrpc.query(
              Nsids.REPO_LIST_RECORDS,
              XrpcQuery.of("repo", hold)
                  .with("collection", Nsids.HOLD_CREW)
                  .with("limit", PAGE)
                  .with("cursor", cursor));
      List<DataValue> records = answer.array("records").orElse(List.of());
      for (DataValue record : records) {
        if (record instanceof DataMap map) {
          map.map("value")
              .filter(value -> value.text("member").equals(Optional.of(member.value())))
              .ifPresent(value -> found.add(texts(value, "permissions")));
        }
      }
      Optional<String> next = answer.text("cursor");
      if (next.isEmpty() || records.isEmpty() || next.equals(cursor)) {
        break;
      }
      cursor = next;
    }
    return found;
  }

  private static List<String> texts(DataMap record, String field) {
    return record.array(field).orElse(List.of()).stream()
        .filter(DataValue.Text.class::isInstance)
        .map(value -> ((DataValue.Text) value).value())
        .toList();
  }
}
