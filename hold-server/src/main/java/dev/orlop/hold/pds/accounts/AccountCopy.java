package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.accounts.AccountLog.Change;
import dev.orlop.hold.store.StoreDamagedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings all accounts from one place to another, of which nobody makes use meanwhile. */
public final class AccountCopy {
  private AccountCopy() {}

  /**
   * What was brought.
   *
   * @param sessions that go on
   */
  public record Counts(int accounts, long sessions, int keys) {}

  /**
   * Copies, in the place of what is there, and reads again what arrived.
   *
   * @throws StoreDamagedException if it is not what was to be brought
   */
  public static Counts copy(AccountPlace from, AccountPlace to) {
    List<AccountEntry> entries = from.log().tables().entries();
    List<KeyCopy> keys = from.keys().all();
    to.keys().clear();
    keys.forEach(to.keys()::put);
    empty(to.log());
    int count = entries.size();
    for (int i = 0; i < count; i += Math.min(to.entriesAtOnce(), count - i)) {
      List<AccountEntry> some = entries.subList(i, i + Math.min(to.entriesAtOnce(), count - i));
      boolean unused = to.log().change(_ -> new Change<>(some, true));
    }
    List<AccountEntry> arrived = to.log().tables().entries();
    if (!arrived.equals(entries)) {
      throw new StoreDamagedException(
          "of %d entries of accounts %d arrived, or others"
              .formatted(entries.size(), arrived.size()));
    }
    if (!shown(to.keys().all()).equals(shown(keys))) {
      throw new StoreDamagedException("not all %d keys of accounts arrived".formatted(keys.size()));
    }
    long sessions = entries.stream().filter(AccountEntry.SessionIs.class::isInstance).count();
    return new Counts(from.log().tables().count(), sessions, keys.size());
  }

  private static Set<String> shown(List<KeyCopy> keys) {
    return keys.stream()
        .map(copy -> copy.place() + " " + copy.name() + " " + copy.key().publicKey().didKey())
        .collect(Collectors.toSet());
  }

  private static void empty(AccountLog log) {
    boolean unused =
        log.change(
            tables -> {
              List<AccountEntry> gone = new ArrayList<>();
              tables.after(Optional.empty()).stream()
                  .map(account -> new AccountEntry.AccountGone(account.did()))
                  .forEach(gone::add);
              tables.entries().stream()
                  .filter(AccountEntry.InviteIs.class::isInstance)
                  .map(AccountEntry.InviteIs.class::cast)
                  .map(is -> new AccountEntry.InviteGone(is.invite().code()))
                  .forEach(gone::add);
              return new Change<>(gone, true);
            });
  }

  /** Of whose commits nobody is told. */
  public static List<Did> resting(AccountPlace place) {
    return place.log().tables().after(Optional.empty()).stream()
        .filter(account -> !account.status().isActive())
        .map(Account::did)
        .toList();
  }
}
