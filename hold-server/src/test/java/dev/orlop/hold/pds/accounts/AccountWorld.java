package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.testkit.ClockAt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accounts in a folder, opened and closed at will, with a clock that stands until it is moved. */
final class AccountWorld implements AutoCloseable, AccountListener {
  static final Did SERVER = Did.parse("did:web:hold.example.com");
  static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  static final Did BOB = Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");

  /** Cheap enough to hash a thousand times. */
  static final PasswordHasher.Cost CHEAP = new PasswordHasher.Cost(64, 1, 4);

  final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  final FaultyDisk disk = new FaultyDisk();
  final PasswordHasher hasher = new PasswordHasher(CHEAP);
  final List<String> told = new ArrayList<>();
  private final Path folder;
  private final long minRewriteBytes;
  Accounts accounts;
  Sessions sessions;
  AppPasswords apps;
  SignIn signIn;
  Invites invites;

  AccountWorld(Path folder) {
    this(folder, 1 << 20);
  }

  AccountWorld(Path folder, long minRewriteBytes) {
    this.folder = folder;
    this.minRewriteBytes = minRewriteBytes;
    open();
  }

  void open() {
    accounts = Accounts.open(disk, folder, minRewriteBytes);
    AccountLog log = accounts.log();
    sessions = new Sessions(log, new SessionTokens(new byte[32], SERVER, clock), clock);
    apps = new AppPasswords(log, clock);
    signIn = new SignIn(log, hasher, new Lockout(clock));
    invites = new Invites(log, clock, "hold-example-com");
    accounts.attach(this);
  }

  void reopen() {
    accounts.close();
    open();
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
    accounts.close();
  }
}
