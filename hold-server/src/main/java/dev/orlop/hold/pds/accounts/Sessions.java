package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionGone;
import dev.orlop.hold.pds.accounts.AccountEntry.SessionIs;
import dev.orlop.hold.pds.accounts.AccountLog.Change;
import dev.orlop.hold.pds.accounts.SessionTokens.Checked;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions, from the sign-in to the sign-out. */
public final class Sessions {
  /** More than a person has programs; with one more, the oldest ends. */
  private static final int MAX_OF_ACCOUNT = 200;

  private final AccountLog log;
  private final SessionTokens tokens;
  private final InstantSource clock;

  Sessions(AccountLog log, SessionTokens tokens, InstantSource clock) {
    this.log = log;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** The two tokens of a session. */
  public record Pair(Session session, String access, String refresh) {
    @Override
    public String toString() {
      return "Pair[" + session.did() + ", ***]";
    }
  }

  /** What came of a refresh token. */
  public sealed interface Renewal {
    /** It was good. */
    record Renewed(Pair tokens) implements Renewal {}

    /** Its session is over, or it was used up; a session whose used-up token comes back ends. */
    record Over() implements Renewal {}

    /** It is not a refresh token of ours. */
    record Invalid() implements Renewal {}
  }

  /** Begins a session. */
  public Pair begin(Did did, Optional<AppPassword> with) {
    Session session =
        new Session(
            Secrets.randomName(),
            did,
            with.map(AppPassword::name),
            with.map(AppPassword::privileged).orElse(false),
            Secrets.randomName(),
            Optional.empty(),
            now());
    log.change(
        tables -> {
          List<AccountEntry> entries = new ArrayList<>(endOld(tables.sessionsOf(did)));
          entries.add(new SessionIs(session));
          return new Change<>(entries, session);
        });
    return pair(session);
  }

  private List<AccountEntry> endOld(List<Session> sessions) {
    Instant now = clock.instant();
    int tooMany = sessions.size() - (MAX_OF_ACCOUNT - 1);
    List<AccountEntry> ends = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(i);
      if (i < tooMany || !now.isBefore(session.expires())) {
        ends.add(new SessionGone(session.id()));
      }
    }
    return ends;
  }

  /**
   * Renews a session. Of several who come with the same token within the grace, all get the same
   * successor.
   */
  public Renewal renew(String refreshToken) {
    return switch (tokens.check(refreshToken)) {
      case Checked.Refresh(Did did, String id, String name) ->
          log.change(tables -> renew(tables, did, id, name));
      case Checked.Expired _ -> new Renewal.Over();
      case Checked.Access _, Checked.Forged _ -> new Renewal.Invalid();
    };
  }

  private Change<Renewal> renew(AccountTables tables, Did did, String id, String name) {
    Optional<Session> found = tables.session(id).filter(known -> known.did().equals(did));
    if (found.isEmpty()) {
      return Change.none(new Renewal.Over());
    }
    Session session = found.get();
    if (session.current().equals(name)) {
      Session next = session.renewed(Secrets.randomName(), now());
      return Change.of(new SessionIs(next), new Renewal.Renewed(pair(next)));
    }
    boolean inGrace = clock.instant().isBefore(session.renewed().plus(Session.GRACE));
    if (inGrace && session.previous().equals(Optional.of(name))) {
      return Change.none(new Renewal.Renewed(pair(session)));
    }
    // Somebody has a token that was used up: its owner or a thief, and nobody can tell which.
    return Change.of(new SessionGone(id), new Renewal.Over());
  }

  /** Ends the session of a refresh token; a token that is not good ends nothing. */
  public boolean end(String refreshToken) {
    return tokens.check(refreshToken) instanceof Checked.Refresh(Did did, String id, _)
        && log.change(
            tables ->
                tables.session(id).filter(known -> known.did().equals(did)).isPresent()
                    ? Change.of(new SessionGone(id), true)
                    : Change.none(false));
  }

  /** Whether a session goes on. */
  public boolean goesOn(Did did, String id) {
    return log.tables()
        .session(id)
        .filter(session -> session.did().equals(did))
        .filter(session -> clock.instant().isBefore(session.expires()))
        .isPresent();
  }

  /** The tokens, for whoever checks them. */
  public SessionTokens tokens() {
    return tokens;
  }

  private Pair pair(Session session) {
    return new Pair(session, tokens.access(session), tokens.refresh(session));
  }

  /** As fine as the log keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
