package dev.orlop.hold.access;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.access.AccessDecision.Allowed;
import dev.orlop.hold.access.AccessDecision.Reason;
import dev.orlop.hold.access.AccessDecision.Refused;
import java.util.Optional;
import java.util.Set;

/**
 * The permission matrix; the one place that decides.
 *
 * <pre>
 *                          public read  private read  write  administer
 * anonymous                yes          no            no     no
 * captain                  yes          yes           yes    yes
 * crew with blob:read      yes          yes           no     no
 * crew with blob:write     yes          yes           yes    no
 * crew with crew:admin     yes          yes           yes    yes
 * signed in, not crew      yes          no            no     no
 * </pre>
 */
public final class AccessPolicy {
  private static final Allowed ALLOWED = new Allowed();

  private final Roster roster;

  /** Decides by what the roster says at the moment of each question. */
  public AccessPolicy(Roster roster) {
    this.roster = roster;
  }

  /** The policy of this moment: several questions to it are answered by the same records. */
  public AccessPolicy now() {
    return new AccessPolicy(roster.now());
  }

  /** The terms of the hold. */
  public HoldTerms terms() {
    return roster.terms();
  }

  /** Whether {@code caller} would be let pass. */
  public boolean allows(Caller caller, Action action) {
    return decide(caller, action) instanceof Allowed;
  }

  /** Whether {@code caller} may do {@code action} now. */
  public AccessDecision decide(Caller caller, Action action) {
    Roster now = roster.now();
    Optional<Set<Permission>> granted =
        switch (caller) {
          case Caller.Anonymous _ -> Optional.empty();
          case Caller.Authenticated(var did) -> now.granted(did);
          case Caller.SignedIn(var did, _) -> now.granted(did);
        };
    return decide(now.terms(), granted, caller, action);
  }

  /**
   * The matrix itself.
   *
   * @param granted what the caller's crew records grant; empty when the caller is not of the crew
   */
  public static AccessDecision decide(
      HoldTerms terms, Optional<Set<Permission>> granted, Caller caller, Action action) {
    if (action == Action.READ_BLOB && terms.publicReads()) {
      return ALLOWED;
    }
    return switch (caller) {
      case Caller.Anonymous _ -> refused(action, Reason.NOT_SIGNED_IN);
      case Caller.Authenticated(var did) -> decide(terms, granted, did, action);
      case Caller.SignedIn(var did, _) -> decide(terms, granted, did, action);
    };
  }

  private static AccessDecision decide(
      HoldTerms terms, Optional<Set<Permission>> granted, Did did, Action action) {
    if (did.equals(terms.captain())) {
      return ALLOWED;
    }
    if (granted.isEmpty()) {
      return refused(action, Reason.NOT_CREW);
    }
    return granted.get().stream().anyMatch(held -> held.implies(action.required()))
        ? ALLOWED
        : refused(action, Reason.NOT_PERMITTED);
  }

  private static Refused refused(Action action, Reason reason) {
    return new Refused(action, reason, action.required());
  }
}
