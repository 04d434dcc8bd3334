package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.testkit.ClockAt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Accounts in a folder or a database, opened and closed at will, with a clock that stands until it
 * is moved.
 */
final class AccountWorld implements AutoCloseable, AccountListener {
  static final Did SERVER = Did.parse("did:web:hold.example.com");
  static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  static final Did BOB = Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");

  static final SigningKey KEY = SigningKey.generate(KeyType.K256);

  /** Cheap enough to hash a thousand times. */
  static final PasswordHasher.Cost CHEAP = new PasswordHasher.Cost(64, 1, 4);

  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  final FaultyDisk disk = new FaultyDisk();
  final PasswordHasher hasher = new PasswordHasher(CHEAP);
  final List<String> told;
  private final Supplier<AccountPlace> opener;
  private final Optional<DatabaseSettings> database;
  private AccountPlace place;
  private Optional<Database> ownDatabase = Optional.empty();
  Accounts accounts;
  Sessions sessions;
  AppPasswords apps;
  SignIn signIn;
  Invites invites;
  Confirmations confirmations;

  private AccountWorld(
      List<String> told,
      Optional<DatabaseSettings> database,
      Function<AccountWorld, AccountPlace> opener) {
    this.told = told;
    this.database = database;
    this.opener = () -> opener.apply(this);
    open();
  }

  static AccountWorld inFolder(Path folder) {
    return inFolder(folder, 1 << 20);
  }

  static AccountWorld inFolder(Path folder, long minRewriteBytes) {
    return new AccountWorld(
        new ArrayList<>(),
        Optional.empty(),
        world -> AccountPlace.inFolder(world.disk, folder, world.clock, minRewriteBytes));
  }

  /** In a database that goes with it. */
  static AccountWorld inOwnDatabase() {
    DatabaseSettings settings = TestPostgres.migrated();
    Database database = Database.connect(settings);
    AccountWorld world = inDatabase(settings, database);
    world.ownDatabase = Optional.of(database);
    return world;
  }

  static AccountWorld inDatabase(DatabaseSettings settings, Database database) {
    return inDatabase(settings, database, 5000, new ArrayList<>());
  }

  /** Of several on one database, all of whom tell the same listener. */
  static AccountWorld inDatabase(
      DatabaseSettings settings, Database database, long minRewriteEntries, List<String> told) {
    return new AccountWorld(
        told,
        Optional.of(settings),
        _ -> AccountPlace.inDatabase(database, KEY, minRewriteEntries));
  }

  void open() {
    place = opener.get();
    accounts = new Accounts(place.log());
    AccountLog log = accounts.log();
    sessions = new Sessions(log, new SessionTokens(new byte[32], SERVER, clock), clock);
    apps = new AppPasswords(log, clock);
    signIn = new SignIn(log, hasher, place.lockout());
    invites = new Invites(log, clock, "hold-example-com");
    confirmations = new Confirmations(KEY, clock, place.claims());
    accounts.attach(this);
  }

  void reopen() {
    place.close();
    open();
  }

  /** Some time goes by, for all who have a clock. */
  void pass(Duration time) {
    clock.advance(time);
    database.ifPresent(
        settings ->
            TestPostgres.execute(
                settings,
                "UPDATE lockouts SET last = last - interval '%d milliseconds'"
                    .formatted(time.toMillis())));
  }

  /** An account that is here, with a password. */
  Account add(Did did, String handle, String password) {
    Account account =
        Account.creating(did, Handle.parse(handle), clock.instant())
            .withPassword(hasher.hash(password));
    if (accounts.place(account, Optional.empty()) != Accounts.Place.TAKEN) {
      throw new IllegalStateException("no place for " + handle);
    }
    accounts.arrive(account);
    return accounts.find(did).orElseThrow();
  }

  @Override
  public void coming(Did did) {
    told.add("coming");
  }

  @Override
  public void identityChanged(Did did, Handle handle) {
    told.add("identity " + handle);
  }

  @Override
  public void statusChanged(Did did, AccountStatus status) {
    told.add("account " + status.wireName());
  }

  @Override
  public void repoAsserted(Did did) {
    told.add("sync");
  }

  @Override
  public void close() {
    place.close();
    ownDatabase.ifPresent(Database::close);
  }
}
