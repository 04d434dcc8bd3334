package dev.orlop.cli.remote;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The accounts of a hold, as its operator sees and changes them. */
public final class HostedAccounts {
  private static final int PAGE = 100;

  private final XrpcClient xrpc;

  /** Over the methods of a hold that is spoken to in its own name. */
  public HostedAccounts(XrpcClient xrpc) {
    this.xrpc = xrpc;
  }

  /** An account. */
  public record Entry(
      Did did,
      String handle,
      Optional<String> email,
      String status,
      String created,
      String signingKey) {
    static Entry of(DataMap map) {
      return new Entry(
          Did.parse(text(map, "did")),
          text(map, "handle"),
          map.text("email"),
          text(map, "status"),
          text(map, "indexedAt"),
          text(map, "signingKey"));
    }

    private static String text(DataMap map, String field) {
      return map.text(field).orElseThrow(() -> HoldClient.malformed("an account without " + field));
    }
  }

  /** The account of a name. */
  public Did did(AtIdentifier name) {
    return switch (name) {
      case Did did -> did;
      case Handle handle ->
          Did.parse(
              Entry.text(
                  xrpc.query(Nsids.IDENTITY_RESOLVE_HANDLE, XrpcQuery.of("handle", handle)),
                  "did"));
    };
  }

  /** All of them, by DID. */
  public List<Entry> list() {
    List<Entry> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      DataMap page =
          xrpc.query(
              Nsids.ADMIN_SEARCH_ACCOUNTS, XrpcQuery.of("limit", PAGE).with("cursor", cursor));
      for (DataValue value : page.array("accounts").orElse(List.of())) {
        if (value instanceof DataMap map) {
          all.add(Entry.of(map));
        }
      }
      Optional<String> next = page.text("cursor");
      cursor = next.equals(cursor) ? Optional.empty() : next;
    } while (cursor.isPresent());
    return all;
  }

  /** One of them. */
  public Entry find(Did did) {
    return Entry.of(xrpc.query(Nsids.ADMIN_GET_ACCOUNT_INFO, XrpcQuery.of("did", did)));
  }

  /** Creates one. */
  public Did create(Handle handle, Optional<String> email, String password) {
    DataMap answer =
        xrpc.procedure(
            Nsids.SERVER_CREATE_ACCOUNT,
            DataMap.builder()
                .put("handle", handle.toString())
                .putIfPresent("email", email)
                .put("password", password)
                .build());
    return Did.parse(Entry.text(answer, "did"));
  }

  /** Gives one another password. */
  public void setPassword(Did did, String password) {
    DataMap unused =
        xrpc.procedure(
            Nsids.ADMIN_UPDATE_ACCOUNT_PASSWORD,
            DataMap.builder().put("did", did.toString()).put("password", password).build());
  }

  /** Makes an invite code. */
  public String invite(int uses) {
    return Entry.text(
        xrpc.procedure(
            Nsids.SERVER_CREATE_INVITE_CODE, DataMap.builder().put("useCount", uses).build()),
        "code");
  }

  /**
   * Says that something of an account holds or does not.
   *
   * @param what {@code takedown} or {@code deactivated}
   */
  public void set(Did did, String what, boolean applied) {
    DataMap subject =
        DataMap.builder()
            .put("$type", "com.atproto.admin.defs#repoRef")
            .put("did", did.toString())
            .build();
    DataMap unused =
        xrpc.procedure(
            Nsids.ADMIN_UPDATE_SUBJECT_STATUS,
            DataMap.builder()
                .put("subject", subject)
                .put(what, DataMap.builder().put("applied", applied).build())
                .build());
  }

  /** What was exchanged: public keys as did:key, and the rev that is signed with the new one. */
  public record RotatedKey(String before, String after, String rev) {}

  /** Gives one another signing key. */
  public RotatedKey rotateKey(Did did) {
    DataMap answer =
        xrpc.procedure(
            Nsids.ADMIN_ROTATE_SIGNING_KEY, DataMap.builder().put("did", did.toString()).build());
    return new RotatedKey(
        Entry.text(answer, "before"), Entry.text(answer, "after"), Entry.text(answer, "rev"));
  }

  /** Deletes one. */
  public void delete(Did did) {
    DataMap unused =
        xrpc.procedure(
            Nsids.ADMIN_DELETE_ACCOUNT, DataMap.builder().put("did", did.toString()).build());
  }
}
