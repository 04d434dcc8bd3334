package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.Claims;
import dev.orlop.mst.RepoState;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The accounts of this server with all that belongs to them. */
public final class Hosting implements AutoCloseable {
  /**
   * What accounts stand on.
   *
   * @param place where they lie; belongs to them from then on
   * @param key of the server's own account, from which its secrets are made
   * @param handle of the server's own account
   */
  public record Ground(
      AccountPlace place,
      Did server,
      Handle handle,
      SigningKey key,
      PasswordHasher.Cost cost,
      InstantSource clock) {}

  private final AccountPlace place;
  private final Accounts accounts;
  private final AccountKeys keys;
  private final Sessions sessions;
  private final AppPasswords appPasswords;
  private final Invites invites;
  private final PasswordHasher hasher;
  private final SignIn signIn;
  private final Confirmations confirmations;
  private final Repos repos;
  private final Did server;

  private Hosting(Accounts accounts, Repos repos, Ground ground) {
    this.accounts = accounts;
    this.repos = repos;
    this.server = ground.server();
    AccountLog log = accounts.log();
    this.place = ground.place();
    this.keys = new AccountKeys(place.keys(), ground.server(), ground.key());
    byte[] secret = Secrets.derive(ground.key(), "orlop session tokens");
    this.sessions =
        new Sessions(log, new SessionTokens(secret, server, ground.clock()), ground.clock());
    this.appPasswords = new AppPasswords(log, ground.clock());
    String name =
        server
            .value()
            .replaceFirst("did:[a-z]+:", "")
            .replace("%3A", "-")
            .replaceAll("[^a-z0-9]+", "-");
    this.invites = new Invites(log, ground.clock(), name);
    this.hasher = new PasswordHasher(ground.cost());
    this.signIn = new SignIn(log, hasher, place.lockout());
    this.confirmations = new Confirmations(ground.key(), ground.clock(), place.claims());
  }

  /** Takes up the accounts, or begins them with the server's own. */
  public static Hosting open(Ground ground, Repos repos) {
    Accounts accounts = new Accounts(ground.place().log());
    accounts.adopt(
        Account.creating(
            ground.server(),
            ground.handle(),
            ground.clock().instant().truncatedTo(ChronoUnit.MILLIS)));
    return new Hosting(accounts, repos, ground);
  }

  /** What only one process does at a time. */
  public Claims claims() {
    return place.claims();
  }

  /** The accounts. */
  public Accounts accounts() {
    return accounts;
  }

  /** Their keys. */
  public AccountKeys keys() {
    return keys;
  }

  /** Their sessions. */
  public Sessions sessions() {
    return sessions;
  }

  /** Their app passwords. */
  public AppPasswords appPasswords() {
    return appPasswords;
  }

  /** Invite codes. */
  public Invites invites() {
    return invites;
  }

  /** Who hashes passwords. */
  public PasswordHasher hasher() {
    return hasher;
  }

  /** Who checks passwords. */
  public SignIn signIn() {
    return signIn;
  }

  /** The operator's word on what a password alone is not enough for. */
  public Confirmations confirmations() {
    return confirmations;
  }

  /** The repo of an account that is here. */
  public Repo repo(Account account) {
    return repos.find(account.did(), () -> keys.of(account.did()));
  }

  /** Where the repo of an account stands; cheaper than opening it. */
  public RepoState head(Account account) {
    return repos.head(account.did(), () -> keys.of(account.did()));
  }

  /** Whether an account is the server's own. */
  public boolean isOwn(Did did) {
    return server.equals(did);
  }

  /** The account of a session's access token, if both go on. */
  public Optional<Account> signedIn(SessionTokens.Checked.Access access) {
    return sessions.goesOn(access.did(), access.session())
        ? accounts.find(access.did())
        : Optional.empty();
  }

  @Override
  public void close() {
    place.close();
  }
}
