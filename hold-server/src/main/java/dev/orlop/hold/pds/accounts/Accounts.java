package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.accounts.Account.Stage;
import dev.orlop.hold.pds.accounts.AccountEntry.AccountGone;
import dev.orlop.hold.pds.accounts.AccountEntry.AccountIs;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionsGone;
import dev.orlop.hold.pds.accounts.AccountLog.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The accounts of this server. Safe for use by many threads; a change is durable and the network
 * has been told when a call returns.
 */
public final class Accounts implements AutoCloseable {
  /** How the log is kept: below this many bytes it is not rewritten. */
  private static final long MIN_REWRITE_BYTES = 1 << 20;

  private final AccountLog log;

  /** Held while an account changes and the network is told, so that it is told in order. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile AccountListener listener = AccountListener.NONE;

  private Accounts(AccountLog log) {
    this.log = log;
  }

  /** Opens the log in a folder, or begins it. */
  public static Accounts open(Disk disk, Path folder) {
    return open(disk, folder, MIN_REWRITE_BYTES);
  }

  /** The same, with a log that is rewritten sooner. */
  static Accounts open(Disk disk, Path folder, long minRewriteBytes) {
    return new Accounts(new AccountLog(disk, folder, minRewriteBytes));
  }

  /** Who is told from now on. What nobody was told of yet is told at once. */
  public void attach(AccountListener told) {
    changing.lock();
    try {
      listener = told;
      for (Account account : log.tables().after(Optional.empty())) {
        log.tables().untold(account.did()).ifPresent(news -> tell(account, news));
      }
    } finally {
      changing.unlock();
    }
  }

  AccountLog log() {
    return log;
  }

  /** The account of a DID, in any spelling. */
  public Optional<Account> find(Did did) {
    return log.tables().account(did.canonical()).filter(Account::isHere);
  }

  /** The account of a handle. */
  public Optional<Account> find(Handle handle) {
    return log.tables().account(handle).filter(Account::isHere);
  }

  /** The account of a name. */
  public Optional<Account> find(AtIdentifier name) {
    return switch (name) {
      case Did did -> find(did);
      case Handle handle -> find(handle);
    };
  }

  /** Accounts in the order of their DIDs. */
  public List<Account> list(Optional<Did> after, int limit) {
    return here(after).limit(limit).toList();
  }

  /** All accounts, in the order of their DIDs. */
  public List<Account> all() {
    return here(Optional.empty()).toList();
  }

  private Stream<Account> here(Optional<Did> after) {
    return log.tables().after(after).stream().filter(Account::isHere);
  }

  /** Those whose creation or deletion was cut off. */
  List<Account> unfinished() {
    return log.tables().after(Optional.empty()).stream()
        .filter(account -> account.stage() != Stage.HERE)
        .toList();
  }

  /** How many there are. */
  public int count() {
    return log.tables().count();
  }

  /** What came of taking a place. */
  enum Place {
    TAKEN,
    DID_IN_USE,
    HANDLE_IN_USE,
    EMAIL_IN_USE,
    INVITE_NOT_GOOD
  }

  /** Takes a place for an account, so that no other gets its DID, handle or email address. */
  Place place(Account account, Optional<String> invite) {
    changing.lock();
    try {
      return log.change(tables -> place(tables, account, invite));
    } finally {
      changing.unlock();
    }
  }

  private static Change<Place> place(
      AccountTables tables, Account account, Optional<String> invite) {
    Optional<Place> refusal = refusal(tables, account);
    if (refusal.isPresent()) {
      return Change.none(refusal.get());
    }
    List<AccountEntry> entries = new ArrayList<>();
    if (invite.isPresent()) {
      Optional<AccountEntry> use = Invites.use(tables, invite.get());
      if (use.isEmpty()) {
        return Change.none(Place.INVITE_NOT_GOOD);
      }
      entries.add(use.get());
    }
    entries.add(new AccountIs(account, Optional.empty()));
    return new Change<>(entries, Place.TAKEN);
  }

  private static Optional<Place> refusal(AccountTables tables, Account account) {
    if (tables.account(account.did()).isPresent()) {
      return Optional.of(Place.DID_IN_USE);
    }
    if (tables.account(account.handle()).isPresent()) {
      return Optional.of(Place.HANDLE_IN_USE);
    }
    return account.email().flatMap(tables::accountByEmail).isPresent()
        ? Optional.of(Place.EMAIL_IN_USE)
        : Optional.empty();
  }

  /** The account that has its place is here from now on. */
  void arrive(Account account) {
    change(account.did(), News.CREATED, placed -> placed.at(Stage.HERE));
  }

  /** Adds an account that was here before there was a log: the server's own. Nobody is told. */
  public void adopt(Account account) {
    boolean unused =
        log.change(
            tables ->
                tables.account(account.did()).isPresent()
                    ? Change.none(false)
                    : Change.of(new AccountIs(account.at(Stage.HERE), Optional.empty()), true));
  }

  /** Deactivates an account, or activates it. */
  public void setDeactivated(Did did, boolean deactivated) {
    change(
        did,
        deactivated ? News.STATUS : News.ACTIVATED,
        account -> account.withDeactivated(deactivated));
  }

  /** Takes an account down, or lifts that. */
  public void setTakendown(Did did, boolean takendown) {
    change(
        did, takendown ? News.STATUS : News.ACTIVATED, account -> account.withTakendown(takendown));
  }

  /** Says that the account's identity changed elsewhere: its key, or its server. */
  public void identityChanged(Did did) {
    changing.lock();
    try {
      find(did).ifPresent(account -> tell(account, News.IDENTITY));
    } finally {
      changing.unlock();
    }
  }

  /**
   * Gives an account another handle.
   *
   * @return whether nobody else has it
   */
  public boolean setHandle(Did did, Handle handle) {
    changing.lock();
    try {
      boolean free =
          log.tables()
              .account(handle)
              .filter(other -> !other.did().equals(did.canonical()))
              .isEmpty();
      if (free) {
        change(did, News.IDENTITY, account -> account.withHandle(handle));
      }
      return free;
    } finally {
      changing.unlock();
    }
  }

  /** Gives an account another password and ends all its sessions. */
  public void setPassword(Did did, PasswordHash password) {
    boolean unused =
        log.change(
            tables ->
                tables
                    .account(did)
                    .map(
                        account ->
                            new Change<>(
                                List.of(
                                    new AccountIs(
                                        account.withPassword(password), tables.untold(did)),
                                    new SessionsGone(did)),
                                true))
                    .orElse(Change.none(false)));
  }

  /** The account is deleted; what belongs to it elsewhere is to be removed. */
  void leave(Did did) {
    change(did, News.STATUS, account -> account.at(Stage.LEAVING));
  }

  /** Nothing of the account is left. */
  void forget(Did did) {
    boolean unused = log.change(_ -> Change.of(new AccountGone(did), true));
  }

  private void change(Did did, News news, UnaryOperator<Account> how) {
    changing.lock();
    try {
      Optional<Account> changed =
          log.change(
              tables ->
                  tables
                      .account(did.canonical())
                      .flatMap(
                          before -> {
                            Account after = how.apply(before);
                            return after.equals(before) ? Optional.empty() : Optional.of(after);
                          })
                      .map(
                          after ->
                              Change.of(
                                  new AccountIs(after, Optional.of(news)), Optional.of(after)))
                      .orElse(Change.none(Optional.empty())));
      AccountStep.CHANGE_UNTOLD.reached();
      changed.ifPresent(account -> tell(account, news));
    } finally {
      changing.unlock();
    }
  }

  /** Tells the network and notes that it was told. */
  private void tell(Account account, News news) {
    Did did = account.did();
    switch (news) {
      case CREATED -> {
        listener.identityChanged(did, account.handle());
        listener.statusChanged(did, account.status());
        if (account.status().isActive()) {
          listener.repoAsserted(did);
        }
      }
      case IDENTITY -> listener.identityChanged(did, account.handle());
      case ACTIVATED -> {
        listener.statusChanged(did, account.status());
        if (account.status().isActive()) {
          listener.identityChanged(did, account.handle());
          listener.repoAsserted(did);
        }
      }
      case STATUS -> listener.statusChanged(did, account.status());
    }
    boolean unused =
        log.change(
            tables ->
                tables.untold(did).isPresent()
                    ? tables
                        .account(did)
                        .map(now -> Change.of(new AccountIs(now, Optional.empty()), true))
                        .orElse(Change.none(false))
                    : Change.none(false));
  }

  /** An email address as it is kept. */
  public static String email(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    log.close();
  }
}
