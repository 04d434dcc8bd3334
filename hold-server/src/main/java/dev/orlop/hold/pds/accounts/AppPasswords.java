package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.accounts.AccountEntry.AppPasswordGone;
import dev.orlop.hold.pds.accounts.AccountEntry.AppPasswordIs;
import dev.orlop.hold.pds.accounts.AccountLog.Change;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The app passwords of accounts. */
public final class AppPasswords {
  /** More than a person has programs. */
  private static final int MAX_OF_ACCOUNT = 100;

  private final AccountLog log;
  private final InstantSource clock;

  AppPasswords(AccountLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** What came of asking for one. */
  public sealed interface Creation {
    /** Here it is, in the clear for this once. */
    record Created(AppPassword password, String secret) implements Creation {
      @Override
      public String toString() {
        return "Created[" + password + ", ***]";
      }
    }

    /** The account has one of that name. */
    record NameTaken() implements Creation {}

    /** The account has too many. */
    record TooMany() implements Creation {}
  }

  /** Makes one. */
  public Creation create(Did did, String name, boolean privileged) {
    String secret = AppPassword.generate();
    AppPassword made =
        AppPassword.of(
            did, name, privileged, clock.instant().truncatedTo(ChronoUnit.MILLIS), secret);
    return log.change(
        tables -> {
          List<AppPassword> known = tables.appPasswords(did);
          if (known.stream().anyMatch(password -> password.name().equals(name))) {
            return Change.none(new Creation.NameTaken());
          }
          return known.size() >= MAX_OF_ACCOUNT
              ? Change.none(new Creation.TooMany())
              : Change.of(new AppPasswordIs(did, made), new Creation.Created(made, secret));
        });
  }

  /** Those of an account, the oldest first. */
  public List<AppPassword> list(Did did) {
    return log.tables().appPasswords(did);
  }

  /** Ends one and the sessions that began with it; nothing happens if there is none. */
  public void revoke(Did did, String name) {
    boolean unused =
        log.change(
            tables ->
                tables.appPasswords(did).stream().anyMatch(known -> known.name().equals(name))
                    ? Change.of(new AppPasswordGone(did, name), true)
                    : Change.none(false));
  }
}
