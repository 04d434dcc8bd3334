package dev.orlop.hold.access;

/** What {@link AccessPolicy} answers. */
public sealed interface AccessDecision {
  /** Go on. */
  record Allowed() implements AccessDecision {}

  /**
   * No, and why. The same for every blob, stored or not.
   *
   * @param required the permission that would have done
   */
  record Refused(Action action, Reason reason, Permission required) implements AccessDecision {
    /** One sentence for the caller, naming action, reason and permission. */
    public String message() {
      return "may not " + action + ": " + reason + "; requires " + required;
    }
  }

  /** Why not. */
  enum Reason {
    /** No token was presented; one may help. */
    NOT_SIGNED_IN("the caller is not signed in"),
    /** A valid token of somebody who is not of the crew. */
    NOT_CREW("the caller is not of the crew"),
    /** A crew member without the permission. */
    NOT_PERMITTED("the caller's crew record does not permit it");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
