package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.plc.InvalidPlcOperationException;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.DidWeb;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.Account.Stage;
import dev.orlop.hold.pds.accounts.Refusal.Reason;
import dev.orlop.hold.store.Claims;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Creates accounts and lets them go: the log first, so that nobody else gets the place, then key,
 * repo and DID, and the account is here once all are made. What a crash leaves is cleared away, by
 * whichever process finds it: what one is at has a claim on it.
 */
public final class Registrar {
  /** The shortest password, in characters. */
  public static final int MIN_PASSWORD = 8;

  /** The longest password, in characters. */
  public static final int MAX_PASSWORD = 256;

  private static final System.Logger LOGGER = System.getLogger(Registrar.class.getName());

  /** Longer than making an account takes, with a directory that answers slowly. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  private final Hosting hosting;
  private final Repos repos;
  private final Identities identities;
  private final IdentityDirectory directory;
  private final HostingSettings settings;
  private final InstantSource clock;

  /** A registrar of the accounts of {@code hosting}. */
  public Registrar(
      Hosting hosting,
      Repos repos,
      Identities identities,
      IdentityDirectory directory,
      HostingSettings settings,
      InstantSource clock) {
    this.hosting = hosting;
    this.repos = repos;
    this.identities = identities;
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
  }

  /** What came of asking for an account. */
  public sealed interface Creation {
    /** It is here. */
    record Created(Account account) implements Creation {}

    /** It is not. */
    record Refused(Refusal refusal) implements Creation {}
  }

  /** Clears away what a crash left of creations and deletions. To be called now and then. */
  public void finish() {
    for (Account account : hosting.accounts().unfinished()) {
      if (claims().take(name(account.did()), CLAIM)) {
        try {
          finish(account.did());
        } finally {
          claims().release(name(account.did()));
        }
      }
    }
  }

  private void finish(Did did) {
    boolean unfinished =
        hosting.accounts().unfinished().stream().anyMatch(account -> account.did().equals(did));
    if (unfinished) {
      LOGGER.log(System.Logger.Level.INFO, "clearing away {0}", did);
      hosting.accounts().tell(did);
      clear(did);
    }
  }

  private Claims claims() {
    return hosting.claims();
  }

  private static String name(Did did) {
    return "account " + did;
  }

  /** Creates an account, or takes one in. */
  public Creation create(NewAccount wish) {
    Optional<Refusal> refusal = objection(wish);
    if (refusal.isPresent()) {
      return new Creation.Refused(refusal.get());
    }
    Optional<PasswordHash> password = wish.password().map(hosting.hasher()::hash);
    Draft draft;
    try {
      draft = draft(wish);
    } catch (InvalidPlcOperationException e) {
      return refused(Reason.NOT_ALLOWED, "The recovery key is not acceptable: " + e.getMessage());
    }
    if (draft.did().toString().length() > Account.MAX_DID_LENGTH) {
      return refused(Reason.NOT_ALLOWED, "The DID is too long");
    }
    Account account =
        Account.creating(draft.did(), wish.handle(), clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .withEmail(wish.email().map(Accounts::email))
            .withDeactivated(wish.moving().isPresent());
    Account complete = password.map(account::withPassword).orElse(account);
    return make(complete, draft, wish);
  }

  /**
   * Takes in an account whose key and DID are there already, for whoever runs the server in the
   * same process.
   */
  public Creation settle(Did did, Handle handle, SigningKey key, String password) {
    if (hosting.accounts().find(did).isPresent()) {
      return refused(Reason.DID_IN_USE, "The account is here already");
    }
    Account account =
        Account.creating(did, handle, clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .withPassword(hosting.hasher().hash(password));
    NewAccount wish =
        new NewAccount(
            handle,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(did),
            Optional.empty(),
            true);
    return make(account, new Draft(did, key, Optional.empty()), wish);
  }

  /** What an account is made of. */
  private record Draft(Did did, SigningKey key, Optional<PlcOperation> genesis) {}

  private Draft draft(NewAccount wish) {
    if (wish.moving().isPresent()) {
      Did did = wish.moving().get().canonical();
      SigningKey key =
          hosting
              .keys()
              .reserved(did.toString())
              .orElseGet(() -> SigningKey.generate(KeyType.K256));
      return new Draft(did, key, Optional.empty());
    }
    SigningKey key = SigningKey.generate(KeyType.K256);
    return switch (settings.didMethod()) {
      case WEB -> new Draft(DidWeb.ofHost(wish.handle().value()).did(), key, Optional.empty());
      case PLC -> {
        PlcOperation genesis = identities.genesis(wish.handle(), key, wish.recoveryKey());
        yield new Draft(genesis.did(), key, Optional.of(genesis));
      }
    };
  }

  private Creation make(Account account, Draft draft, NewAccount wish) {
    if (!claims().take(name(account.did()), CLAIM)) {
      return refused(Reason.DID_IN_USE, "The account is coming or going already");
    }
    try {
      return makeAlone(account, draft, wish);
    } finally {
      claims().release(name(account.did()));
    }
  }

  private Creation makeAlone(Account account, Draft draft, NewAccount wish) {
    Accounts.Place place =
        hosting.accounts().place(account, wish.byOperator() ? Optional.empty() : wish.invite());
    switch (place) {
      case TAKEN -> {}
      case DID_IN_USE -> {
        return refused(Reason.DID_IN_USE, "The account is here already");
      }
      case HANDLE_IN_USE -> {
        return refused(Reason.HANDLE_TAKEN, "Handle already taken: " + account.handle());
      }
      case EMAIL_IN_USE -> {
        return refused(Reason.BAD_EMAIL, "Email already taken");
      }
      case INVITE_NOT_GOOD -> {
        return refused(Reason.BAD_INVITE, "Provided invite code not available");
      }
    }
    AccountStep.ACCOUNT_PLACED.reached();
    Optional<Refusal> refusal;
    try {
      refusal = furnish(draft);
    } catch (RuntimeException e) {
      undo(account, wish);
      throw e;
    }
    if (refusal.isPresent()) {
      undo(account, wish);
      return new Creation.Refused(refusal.get());
    }
    if (!hosting.accounts().arrive(account)) {
      clear(account.did());
      return refused(
          Reason.DIRECTORY_FAILED, "Making the account took too long, so it was given up");
    }
    hosting.keys().release(account.did().toString());
    return new Creation.Created(account.at(Stage.HERE));
  }

  private void undo(Account account, NewAccount wish) {
    clear(account.did());
    if (!wish.byOperator()) {
      wish.invite().ifPresent(hosting.invites()::giveBack);
    }
  }

  /** Makes key, repo and DID; empty if the directory took it. */
  private Optional<Refusal> furnish(Draft draft) {
    hosting.keys().write(draft.did(), draft.key());
    AccountStep.KEY_WRITTEN.reached();
    Repo unused = repos.open(draft.did(), () -> hosting.keys().of(draft.did()));
    AccountStep.REPO_BEGUN.reached();
    Optional<Refusal> refusal =
        draft.genesis().flatMap(genesis -> identities.submit(draft.did(), genesis));
    AccountStep.DID_REGISTERED.reached();
    return refusal;
  }

  private Optional<Refusal> objection(NewAccount wish) {
    if (!settings.enabled() && !wish.byOperator()) {
      return refusal(Reason.NOT_ALLOWED, "This server takes in no accounts");
    }
    boolean invited = wish.invite().filter(hosting.invites()::isGood).isPresent();
    if (settings.invites() && !wish.byOperator() && !invited) {
      return refusal(
          Reason.BAD_INVITE,
          wish.invite().isEmpty()
              ? "No invite code provided"
              : "Provided invite code not available");
    }
    if (wish.password().isEmpty() && wish.moving().isEmpty() && !wish.byOperator()) {
      return refusal(Reason.BAD_PASSWORD, "Password is required");
    }
    Optional<Refusal> bad = wish.password().flatMap(Registrar::passwordObjection);
    if (bad.isPresent()) {
      return bad;
    }
    if (wish.email().filter(text -> !text.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")).isPresent()) {
      return refusal(Reason.BAD_EMAIL, "This email address is not supported");
    }
    if (wish.moving().isPresent() && directory.fresh(wish.moving().get()).found().isEmpty()) {
      return refusal(Reason.UNRESOLVABLE_DID, "The DID cannot be looked up");
    }
    return identities.objection(wish.handle(), wish.moving());
  }

  /** What is wrong with a new password. */
  public static Optional<Refusal> passwordObjection(String password) {
    return password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD
        ? refusal(
            Reason.BAD_PASSWORD,
            "A password has %d to %d characters".formatted(MIN_PASSWORD, MAX_PASSWORD))
        : Optional.empty();
  }

  /** Gives an account another handle; empty if it has it now. */
  public Optional<Refusal> rename(Account account, Handle handle) {
    Optional<Refusal> objection = identities.objection(handle, Optional.of(account.did()));
    if (objection.isPresent()) {
      return objection;
    }
    // From the question whether the handle is free until it is taken: the directory is told before.
    String name = "handle " + handle;
    if (!claims().take(name, CLAIM)) {
      return refusal(Reason.HANDLE_TAKEN, "Handle already taken: " + handle);
    }
    try {
      boolean taken =
          hosting
              .accounts()
              .find(handle)
              .filter(other -> !other.did().equals(account.did()))
              .isPresent();
      if (taken) {
        return refusal(Reason.HANDLE_TAKEN, "Handle already taken: " + handle);
      }
      Optional<Refusal> refused = identities.rename(account, handle);
      if (refused.isEmpty() && !hosting.accounts().setHandle(account.did(), handle)) {
        return refusal(Reason.HANDLE_TAKEN, "Handle already taken: " + handle);
      }
      return refused;
    } finally {
      claims().release(name);
    }
  }

  /** Takes an account into use, if its document leads here; empty if it is in use now. */
  public Optional<Refusal> activate(Account account) {
    Optional<Refusal> objection = identities.objection(account);
    if (objection.isEmpty()) {
      hosting.accounts().setDeactivated(account.did(), false);
    }
    return objection;
  }

  /** What the network has of an account, if it can be asked. */
  public Optional<DidDocument> document(Account account) {
    return directory.fresh(account.did()).found();
  }

  /** Deletes an account, and all that belongs to it once that is certain. */
  public void delete(Did did) {
    if (hosting.isOwn(did)) {
      throw new IllegalArgumentException("the server's own account stays");
    }
    hosting.accounts().leave(did);
    // If another process is at it already, it has seen that the account leaves.
    if (claims().take(name(did), CLAIM)) {
      try {
        finish(did);
      } finally {
        claims().release(name(did));
      }
    }
  }

  private void clear(Did did) {
    repos.remove(did);
    AccountStep.REPO_REMOVED.reached();
    hosting.keys().remove(did);
    AccountStep.KEY_REMOVED.reached();
    hosting.accounts().forget(did);
  }

  private static Creation refused(Reason reason, String message) {
    return new Creation.Refused(new Refusal(reason, message));
  }

  private static Optional<Refusal> refusal(Reason reason, String message) {
    return Optional.of(new Refusal(reason, message));
  }
}
