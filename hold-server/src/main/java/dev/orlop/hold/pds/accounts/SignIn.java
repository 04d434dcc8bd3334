package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Checks passwords. Whatever is wrong, the answer is the same and costs one argon2id: who asks
 * learns neither which accounts there are nor that one is locked.
 */
public final class SignIn {
  private final AccountLog log;
  private final PasswordHasher hasher;
  private final Lockout lockout;

  SignIn(AccountLog log, PasswordHasher hasher, Lockout lockout) {
    this.log = log;
    this.hasher = hasher;
    this.lockout = lockout;
  }

  /**
   * Somebody who knew a password.
   *
   * @param with the app password that was used; empty for the account's own
   */
  public record SignedIn(Account account, Optional<AppPassword> with) {}

  /**
   * Signs in.
   *
   * @param identifier a handle, a DID or an email address
   * @throws PasswordHasher.BusyException if too many ask at once
   */
  public Optional<SignedIn> check(String identifier, String password) {
    return check(find(identifier), password);
  }

  /** Whether {@code password} is the account's own, not an app password. */
  public boolean isOwnPassword(Did did, String password) {
    return check(here(log.tables().account(did)), password)
        .filter(signed -> signed.with().isEmpty())
        .isPresent();
  }

  private Optional<SignedIn> check(Optional<Account> found, String password) {
    boolean matches = hasher.matches(password, found.flatMap(Account::password));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Account account = found.get();
    Optional<AppPassword> app = app(account.did(), password);
    if (app.isPresent()) {
      return Optional.of(new SignedIn(account, app));
    }
    if (lockout.isLocked(account.did())) {
      return Optional.empty();
    }
    if (!matches) {
      lockout.failed(account.did());
      return Optional.empty();
    }
    lockout.succeeded(account.did());
    return Optional.of(new SignedIn(account, Optional.empty()));
  }

  private Optional<AppPassword> app(Did did, String password) {
    return AppPassword.looksLike(password)
        ? log.tables().appPasswords(did).stream()
            .filter(known -> known.matches(did, password))
            .findFirst()
        : Optional.empty();
  }

  private Optional<Account> find(String identifier) {
    AccountTables tables = log.tables();
    String name = identifier.strip();
    if (name.indexOf('@') > 0) {
      return here(tables.accountByEmail(name.toLowerCase(Locale.ROOT)));
    }
    try {
      return here(
          switch (AtIdentifier.parse(name.startsWith("@") ? name.substring(1) : name)) {
            case Did did -> tables.account(did.canonical());
            case Handle handle -> tables.account(handle);
          });
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<Account> here(Optional<Account> account) {
    return account.filter(Account::isHere);
  }
}
