package dev.orlop.hold.pds.accounts;

/**
 * Why an account was not created or changed.
 *
 * @param message for whoever asked
 */
public record Refusal(Reason reason, String message) {
  /** The reasons, of which each is an error with a name. */
  public enum Reason {
    /** This server keeps no accounts, or not in this way. */
    NOT_ALLOWED,
    /** The handle is none that one can have here. */
    BAD_HANDLE,
    /** Somebody has the handle. */
    HANDLE_TAKEN,
    /** The handle is of a domain that is not ours, and does not lead to the account. */
    FOREIGN_DOMAIN,
    /** The password is too short or too long. */
    BAD_PASSWORD,
    /** The email address is none, or in use. */
    BAD_EMAIL,
    /** The invite code is missing or not good. */
    BAD_INVITE,
    /** The account is here already. */
    DID_IN_USE,
    /** The DID cannot be looked up. */
    UNRESOLVABLE_DID,
    /** The DID document does not lead here, or names another key. */
    WRONG_DOCUMENT,
    /** The directory of DIDs refused, or was not there. */
    DIRECTORY_FAILED
  }
}
