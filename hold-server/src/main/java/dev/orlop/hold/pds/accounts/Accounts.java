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
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The accounts of this server. Safe for use by many threads; a change is durable and the network
 * has been told when a call returns.
 *
 * <p>The network is told of an account while nobody can change any: so what it is told last is how
 * things are, whoever changed them and whoever tells.
 */
public final class Accounts implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Accounts.class.getName());

  /** For whoever only looks whether a log can be read. */
  private static final long NEVER_REWRITTEN = Long.MAX_VALUE;

  private final AccountLog log;

  /** Of which it is not known whether others told something later than we did. */
  private final Set<Did> doubtful = ConcurrentHashMap.newKeySet();

  private volatile AccountListener listener = AccountListener.NONE;

  Accounts(AccountLog log) {
    this.log = log;
  }

  /** Opens the log in a folder, or begins it. */
  public static Accounts open(Disk disk, Path folder) {
    return new Accounts(new FileAccountLog(disk, folder, NEVER_REWRITTEN));
  }

  /** Who is told from now on. What nobody was told of yet is told at once. */
  public void attach(AccountListener told) {
    listener = told;
    tellUntold();
  }

  /**
   * Tells what nobody was told of: a process may have ended before it did, or have lost its
   * database. To be called now and then.
   */
  public void tellUntold() {
    try {
      log.tables().untold().forEach(this::tell);
      doubtful.forEach(this::tellAgain);
    } catch (StoreFailedException | StoreBusyException e) {
      LOGGER.log(System.Logger.Level.WARNING, "what became of accounts is told later", e);
    }
  }

  private void tellAgain(Did did) {
    boolean unused =
        log.change(
            tables -> {
              tables.account(did).ifPresent(account -> tell(account, all(account)));
              return Change.none(true);
            });
    doubtful.remove(did);
  }

  private static News all(Account account) {
    return account.isHere() ? News.CREATED : News.STATUS;
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
    Place place = log.change(tables -> place(tables, account, invite));
    if (place == Place.TAKEN) {
      listener.coming(account.did());
    }
    return place;
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

  /**
   * The account that has its place is here from now on.
   *
   * @return false if it has its place no more: somebody took the creation for one that was cut off
   */
  boolean arrive(Account account) {
    return change(account.did(), News.CREATED, placed -> placed.at(Stage.HERE));
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
    boolean unused =
        change(
            did,
            deactivated ? News.STATUS : News.ACTIVATED,
            account -> account.withDeactivated(deactivated));
  }

  /** Takes an account down, or lifts that. */
  public void setTakendown(Did did, boolean takendown) {
    boolean unused =
        change(
            did,
            takendown ? News.STATUS : News.ACTIVATED,
            account -> account.withTakendown(takendown));
  }

  /**
   * Says that the account's identity changed elsewhere: its key, or its server. Whoever calls may
   * have the account's repo to itself, so nothing is waited for that others hold meanwhile.
   */
  public void identityChanged(Did did) {
    Optional<Handle> told = Optional.empty();
    Optional<Handle> now = find(did).map(Account::handle);
    while (now.isPresent() && !now.equals(told)) {
      listener.identityChanged(did, now.get());
      told = now;
      now = find(did).map(Account::handle);
    }
  }

  /**
   * Gives an account another handle.
   *
   * @return whether nobody else has it
   */
  public boolean setHandle(Did did, Handle handle) {
    Did own = did.canonical();
    boolean free =
        log.change(
            tables -> {
              if (tables.account(handle).filter(other -> !other.did().equals(own)).isPresent()) {
                return Change.none(false);
              }
              List<AccountEntry> entries =
                  entries(tables, own, News.IDENTITY, account -> account.withHandle(handle));
              return new Change<>(entries, true);
            });
    AccountStep.CHANGE_UNTOLD.reached();
    if (free) {
      tell(own);
    }
    return free;
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
    boolean unused = change(did, News.STATUS, account -> account.at(Stage.LEAVING));
  }

  /** Nothing of the account is left. */
  void forget(Did did) {
    boolean unused = log.change(_ -> Change.of(new AccountGone(did), true));
  }

  private boolean change(Did did, News news, UnaryOperator<Account> how) {
    Did known = did.canonical();
    boolean changed =
        log.change(
            tables -> {
              List<AccountEntry> entries = entries(tables, known, news, how);
              return new Change<>(entries, !entries.isEmpty());
            });
    AccountStep.CHANGE_UNTOLD.reached();
    if (changed) {
      tell(known);
    }
    return changed;
  }

  private static List<AccountEntry> entries(
      AccountTables tables, Did did, News news, UnaryOperator<Account> how) {
    Optional<Account> before = tables.account(did);
    // What nobody was told of yet is told together with it.
    News untold = tables.untold(did).filter(old -> old != news).map(_ -> News.CREATED).orElse(news);
    return before
        .map(how)
        .filter(after -> !Optional.of(after).equals(before))
        .<AccountEntry>map(after -> new AccountIs(after, Optional.of(untold)))
        .stream()
        .toList();
  }

  /** Tells the network what it was not told of an account, and notes that it was told. */
  void tell(Did did) {
    boolean[] began = {false};
    try {
      boolean unused =
          log.change(
              tables -> {
                Optional<Account> account = tables.account(did);
                Optional<News> untold = tables.untold(did);
                if (account.isEmpty() || untold.isEmpty()) {
                  return Change.none(false);
                }
                began[0] = true;
                tell(account.get(), account.get().isHere() ? untold.get() : News.STATUS);
                return Change.of(new AccountIs(account.get(), Optional.empty()), true);
              });
    } catch (RuntimeException e) {
      if (began[0]) {
        // Others may have told of what is newer since we lost the database.
        doubtful.add(did);
      }
      throw e;
    }
  }

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
