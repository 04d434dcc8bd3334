package dev.orlop.hold.access;

import dev.orlop.atproto.syntax.Did;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What somebody gets who asks to join the crew ({@code io.atcr.hold.requestCrew}). */
public sealed interface CrewAdmission {
  /** Write a crew record. */
  record Admitted(Did member, Set<Permission> permissions) implements CrewAdmission {
    public Admitted {
      permissions = Set.copyOf(permissions);
    }
  }

  /** Nothing to do; asking again is no error, and changes no permissions. */
  record AlreadyMember(Did member) implements CrewAdmission {}

  /** No token: {@code AuthRequired}. */
  record SignInFirst() implements CrewAdmission {}

  /** The captain admits people by hand: {@code RegistrationDisabled}. */
  record RegistrationDisabled() implements CrewAdmission {}

  /**
   * Decides. {@code crew:admin} can not be had this way: it is left out of what is asked for.
   *
   * @param granted as for {@link AccessPolicy#decide(HoldTerms, Optional, Caller, Action)}
   * @param asked the permissions asked for; reading and writing when nothing grantable is asked
   */
  static CrewAdmission decide(
      HoldTerms terms, Optional<Set<Permission>> granted, Caller caller, Set<Permission> asked) {
    return switch (caller) {
      case Caller.Anonymous _ -> new SignInFirst();
      case Caller.Authenticated(var did) -> decide(terms, granted, did, asked);
      case Caller.SignedIn(var did, _) -> decide(terms, granted, did, asked);
    };
  }

  private static CrewAdmission decide(
      HoldTerms terms, Optional<Set<Permission>> granted, Did did, Set<Permission> asked) {
    if (granted.isPresent() || did.equals(terms.captain())) {
      return new AlreadyMember(did);
    }
    return terms.openCrew() ? new Admitted(did, grantable(asked)) : new RegistrationDisabled();
  }

  private static Set<Permission> grantable(Set<Permission> asked) {
    EnumSet<Permission> grantable = EnumSet.noneOf(Permission.class);
    grantable.addAll(asked);
    grantable.remove(Permission.CREW_ADMIN);
    return grantable.isEmpty()
        ? EnumSet.of(Permission.BLOB_READ, Permission.BLOB_WRITE)
        : grantable;
  }
}
