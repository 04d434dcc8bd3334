package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.pds.accounts.Account.Stage;
import dev.orlop.hold.pds.accounts.AccountEntry.AccountGone;
import dev.orlop.hold.pds.accounts.AccountEntry.AccountIs;
import dev.orlop.hold.pds.accounts.AccountEntry.AppPasswordGone;
import dev.orlop.hold.pds.accounts.AccountEntry.AppPasswordIs;
import dev.orlop.hold.pds.accounts.AccountEntry.InviteGone;
import dev.orlop.hold.pds.accounts.AccountEntry.InviteIs;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionGone;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionIs;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionsGone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries as DAG-CBOR: an array of maps, each with its kind in {@code is}. Times are millis. */
final class AccountEntryCodec {
  private AccountEntryCodec() {}

  /** Bytes are not entries as we write them. */
  static final class BadEntryException extends RuntimeException {
    BadEntryException(String message) {
      super(message, null, false, false);
    }
  }

  static byte[] encode(List<AccountEntry> entries) {
    return DagCbor.encode(
        new DataValue.Array(entries.stream().<DataValue>map(AccountEntryCodec::map).toList()));
  }

  private static DataMap map(AccountEntry entry) {
    DataMap.Builder map = DataMap.builder();
    switch (entry) {
      case AccountIs(Account account, Optional<News> untold) -> {
        account(map, account);
        map.putIfPresent("untold", untold);
      }
      case AccountGone(Did did) -> map.put("is", "accountGone").put("did", did.toString());
      case AppPasswordIs(Did did, AppPassword app) ->
          map.put("is", "app")
              .put("did", did.toString())
              .put("name", app.name())
              .put("privileged", app.privileged())
              .put("created", app.created().toEpochMilli())
              .put("hash", app.hash());
      case AppPasswordGone(Did did, String name) ->
          map.put("is", "appGone").put("did", did.toString()).put("name", name);
      case SessionIs(Session session) ->
          map.put("is", "session")
              .put("id", session.id())
              .put("did", session.did().toString())
              .putIfPresent("app", session.appPassword())
              .put("privileged", session.privileged())
              .put("current", session.current())
              .putIfPresent("previous", session.previous())
              .put("renewed", session.renewed().toEpochMilli());
      case SessionGone(String id) -> map.put("is", "sessionGone").put("id", id);
      case SessionsGone(Did did) -> map.put("is", "sessionsGone").put("did", did.toString());
      case InviteIs(InviteCode invite) ->
          map.put("is", "invite")
              .put("code", invite.code())
              .put("uses", invite.usesLeft())
              .put("created", invite.created().toEpochMilli());
      case InviteGone(String code) -> map.put("is", "inviteGone").put("code", code);
    }
    return map.build();
  }

  private static void account(DataMap.Builder map, Account account) {
    map.put("is", "account")
        .put("did", account.did().toString())
        .put("handle", account.handle().toString())
        .putIfPresent("email", account.email())
        .put("stage", account.stage().name())
        .put("deactivated", account.deactivated())
        .put("takendown", account.takendown())
        .put("created", account.created().toEpochMilli())
        .putIfPresent("password", account.password().map(PasswordHash::text));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BadEntryException for anything else
   */
  static List<AccountEntry> decode(byte[] bytes) {
    try {
      if (!(DagCbor.decode(bytes, CborLimits.DEFAULT) instanceof DataValue.Array(var items))) {
        throw new BadEntryException("not an array");
      }
      List<AccountEntry> entries = new ArrayList<>(items.size());
      for (DataValue item : items) {
        if (!(item instanceof DataMap map)) {
          throw new BadEntryException("not a map");
        }
        entries.add(entry(map));
      }
      return entries;
    } catch (InvalidSyntaxException | IllegalArgumentException | ArithmeticException e) {
      throw new BadEntryException(String.valueOf(e.getMessage()));
    }
  }

  private static AccountEntry entry(DataMap map) {
    String kind = text(map, "is");
    return switch (kind) {
      case "account" -> new AccountIs(account(map), map.text("untold").map(News::valueOf));
      case "accountGone" -> new AccountGone(did(map));
      case "app" ->
          new AppPasswordIs(
              did(map),
              new AppPassword(
                  text(map, "name"), bool(map, "privileged"), created(map), text(map, "hash")));
      case "appGone" -> new AppPasswordGone(did(map), text(map, "name"));
      case "session" ->
          new SessionIs(
              new Session(
                  text(map, "id"),
                  did(map),
                  map.text("app"),
                  bool(map, "privileged"),
                  text(map, "current"),
                  map.text("previous"),
                  instant(map, "renewed")));
      case "sessionGone" -> new SessionGone(text(map, "id"));
      case "sessionsGone" -> new SessionsGone(did(map));
      case "invite" ->
          new InviteIs(
              new InviteCode(
                  text(map, "code"), Math.toIntExact(integer(map, "uses")), created(map)));
      case "inviteGone" -> new InviteGone(text(map, "code"));
      default -> throw new BadEntryException("no such entry: " + kind);
    };
  }

  private static Account account(DataMap map) {
    return new Account(
        did(map),
        Handle.parse(text(map, "handle")),
        map.text("email"),
        Stage.valueOf(text(map, "stage")),
        bool(map, "deactivated"),
        bool(map, "takendown"),
        created(map),
        map.text("password").map(PasswordHash::new));
  }

  private static Did did(DataMap map) {
    return Did.parse(text(map, "did"));
  }

  private static Instant created(DataMap map) {
    return instant(map, "created");
  }

  private static Instant instant(DataMap map, String name) {
    return Instant.ofEpochMilli(integer(map, name));
  }

  private static long integer(DataMap map, String name) {
    return map.integer(name).orElseThrow(() -> new BadEntryException("no " + name));
  }

  private static String text(DataMap map, String name) {
    return map.text(name).orElseThrow(() -> new BadEntryException("no " + name));
  }

  private static boolean bool(DataMap map, String name) {
    return map.bool(name).orElseThrow(() -> new BadEntryException("no " + name));
  }
}
