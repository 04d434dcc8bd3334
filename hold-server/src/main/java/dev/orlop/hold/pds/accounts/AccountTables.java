package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.accounts.AccountEntry.AccountGone;
import dev.orlop.hold.pds.accounts.AccountEntry.AccountIs;
import dev.orlop.hold.pds.accounts.AccountEntry.AppPasswordGone;
import dev.orlop.hold.pds.accounts.AccountEntry.AppPasswordIs;
import dev.orlop.hold.pds.accounts.AccountEntry.InviteGone;
import dev.orlop.hold.pds.accounts.AccountEntry.InviteIs;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionGone;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionIs;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionsGone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All entries folded: what is true now. One thread at a time applies; others read meanwhile and see
 * each table as it was a moment ago.
 */
final class AccountTables {
  private final ConcurrentNavigableMap<Did, Account> accounts = new ConcurrentSkipListMap<>();
  private final Map<Handle, Did> byHandle = new ConcurrentHashMap<>();
  private final Map<String, Did> byEmail = new ConcurrentHashMap<>();
  private final Map<Did, News> untold = new ConcurrentHashMap<>();
  private final Map<Did, List<AppPassword>> appPasswords = new ConcurrentHashMap<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<Did, List<String>> sessionsOf = new ConcurrentHashMap<>();
  private final Map<String, InviteCode> invites = new ConcurrentHashMap<>();

  void apply(AccountEntry entry) {
    switch (entry) {
      case AccountIs(Account account, Optional<News> news) -> put(account, news);
      case AccountGone(Did did) -> remove(did);
      case AppPasswordIs(Did did, AppPassword password) -> {
        List<AppPassword> all = without(did, password.name());
        all.add(password);
        appPasswords.put(did, List.copyOf(all));
      }
      case AppPasswordGone(Did did, String name) -> {
        List<AppPassword> left = without(did, name);
        appPasswords.put(did, List.copyOf(left));
        sessionsOf(did).stream()
            .filter(session -> session.appPassword().equals(Optional.of(name)))
            .forEach(session -> end(session.id()));
      }
      case SessionIs(Session session) -> put(session);
      case SessionGone(String id) -> end(id);
      case SessionsGone(Did did) -> sessionsOf(did).forEach(session -> end(session.id()));
      case InviteIs(InviteCode invite) -> invites.put(invite.code(), invite);
      case InviteGone(String code) -> invites.remove(code);
    }
  }

  private void put(Account account, Optional<News> news) {
    Account before = accounts.put(account.did(), account);
    if (before != null) {
      byHandle.remove(before.handle(), account.did());
      before.email().ifPresent(email -> byEmail.remove(email, account.did()));
    }
    if (!account.handle().equals(Handle.INVALID)) {
      byHandle.put(account.handle(), account.did());
    }
    account.email().ifPresent(email -> byEmail.put(email, account.did()));
    if (news.isPresent()) {
      untold.put(account.did(), news.get());
    } else {
      untold.remove(account.did());
    }
  }

  private void remove(Did did) {
    sessionsOf(did).forEach(session -> end(session.id()));
    Account gone = accounts.remove(did);
    if (gone != null) {
      byHandle.remove(gone.handle(), did);
      gone.email().ifPresent(email -> byEmail.remove(email, did));
    }
    appPasswords.remove(did);
    untold.remove(did);
  }

  private List<AppPassword> without(Did did, String name) {
    List<AppPassword> left = new ArrayList<>(appPasswords(did));
    left.removeIf(password -> password.name().equals(name));
    return left;
  }

  private void put(Session session) {
    if (sessions.put(session.id(), session) == null) {
      List<String> all = new ArrayList<>(sessionsOf.getOrDefault(session.did(), List.of()));
      all.add(session.id());
      sessionsOf.put(session.did(), List.copyOf(all));
    }
  }

  private void end(String id) {
    Session ended = sessions.remove(id);
    if (ended != null) {
      List<String> left = new ArrayList<>(sessionsOf.getOrDefault(ended.did(), List.of()));
      left.remove(id);
      if (left.isEmpty()) {
        sessionsOf.remove(ended.did());
      } else {
        sessionsOf.put(ended.did(), List.copyOf(left));
      }
    }
  }

  Optional<Account> account(Did did) {
    return Optional.ofNullable(accounts.get(did));
  }

  Optional<Account> account(Handle handle) {
    return Optional.ofNullable(byHandle.get(handle)).flatMap(this::account);
  }

  Optional<Account> accountByEmail(String email) {
    return Optional.ofNullable(byEmail.get(email)).flatMap(this::account);
  }

  /** In the order of their DIDs. */
  Collection<Account> after(Optional<Did> did) {
    return did.map(from -> accounts.tailMap(from, false)).orElse(accounts).values();
  }

  int count() {
    return accounts.size();
  }

  Optional<News> untold(Did did) {
    return Optional.ofNullable(untold.get(did));
  }

  /** Of which accounts there is something that nobody was told of. */
  Set<Did> untold() {
    return Set.copyOf(untold.keySet());
  }

  List<AppPassword> appPasswords(Did did) {
    return appPasswords.getOrDefault(did, List.of());
  }

  Optional<Session> session(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** Those of an account, the oldest first. */
  List<Session> sessionsOf(Did did) {
    return sessionsOf.getOrDefault(did, List.of()).stream()
        .map(this::session)
        .flatMap(Optional::stream)
        .toList();
  }

  Optional<InviteCode> invite(String code) {
    return Optional.ofNullable(invites.get(code));
  }

  /** How many entries all of it takes. */
  long size() {
    return accounts.size()
        + appPasswords.values().stream().mapToLong(List::size).sum()
        + sessions.size()
        + invites.size();
  }

  /** The entries that lead to all of it. */
  List<AccountEntry> entries() {
    List<AccountEntry> entries = new ArrayList<>();
    for (Account account : accounts.values()) {
      entries.add(new AccountIs(account, untold(account.did())));
      appPasswords(account.did())
          .forEach(password -> entries.add(new AppPasswordIs(account.did(), password)));
      sessionsOf(account.did()).forEach(session -> entries.add(new SessionIs(session)));
    }
    invites.values().forEach(invite -> entries.add(new InviteIs(invite)));
    return entries;
  }
}
