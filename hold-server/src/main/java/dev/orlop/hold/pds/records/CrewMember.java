package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.Optional;

/**
 * {@code io.atcr.hold.crew}: what one member may do.
 *
 * @param role for people: owner, admin, write, read or member
 * @param permissions as written, those that we do not know among them
 * @param tier of the member's quota
 */
public record CrewMember(
    Did member, String role, List<String> permissions, Datetime addedAt, Optional<String> tier) {
  /** Copies the permissions. */
  public CrewMember {
    permissions = List.copyOf(permissions);
  }

  /**
   * Where we write a member's record: under the DID itself, in which every character is legal in a
   * record key but the percent sign of a {@code did:web} with a port, which gives way to a tilde.
   */
  public static RepoPath path(Did member) {
    return new RepoPath(Nsids.HOLD_CREW, RecordKey.parse(member.toString().replace('%', '~')));
  }

  /**
   * Reads the record.
   *
   * @throws MalformedRecordException if the member is missing or no DID
   */
  public static CrewMember of(DataMap record) {
    List<String> permissions =
        record.array("permissions").orElse(List.of()).stream()
            .filter(DataValue.Text.class::isInstance)
            .map(item -> ((DataValue.Text) item).value())
            .toList();
    return new CrewMember(
        Fields.did(record, "member"),
        record.text("role").orElse("member"),
        permissions,
        Fields.datetime(record, "addedAt").orElse(Datetime.parse("1970-01-01T00:00:00Z")),
        record.text("tier"));
  }

  /** The record. */
  public DataMap toData() {
    return DataMap.builder()
        .put("$type", Nsids.HOLD_CREW.toString())
        .put("member", member.toString())
        .put("role", role)
        .put("permissions", permissions.stream().map(DataValue.Text::new).toList())
        .put("addedAt", addedAt.toString())
        .putIfPresent("tier", tier)
        .build();
  }
}
