package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.time.Instant;
import java.util.Optional;

/**
 * One account.
 *
 * @param did in canonical spelling
 * @param email in lower case
 * @param stage whether it is here for good
 * @param deactivated by its owner
 * @param takendown by the operator; outweighs the other
 * @param password empty for an account that nobody can sign in to yet
 */
public record Account(
    Did did,
    Handle handle,
    Optional<String> email,
    Stage stage,
    boolean deactivated,
    boolean takendown,
    Instant created,
    Optional<PasswordHash> password) {
  /** The longest DID that an account may have, in characters: it names files. */
  public static final int MAX_DID_LENGTH = 200;

  /** Where an account is in its life. */
  public enum Stage {
    /** What belongs to it is being made; nobody was told of it. */
    CREATING,
    /** It is here. */
    HERE,
    /** It is deleted; what belongs to it is being removed. */
    LEAVING
  }

  /** A new account, which takes its place before anything else is made of it. */
  public static Account creating(Did did, Handle handle, Instant now) {
    return new Account(
        did.canonical(),
        handle,
        Optional.empty(),
        Stage.CREATING,
        false,
        false,
        now,
        Optional.empty());
  }

  /** How it stands. */
  public AccountStatus status() {
    if (stage == Stage.LEAVING) {
      return AccountStatus.DELETED;
    }
    if (takendown) {
      return AccountStatus.TAKENDOWN;
    }
    return deactivated || stage == Stage.CREATING
        ? AccountStatus.DEACTIVATED
        : AccountStatus.ACTIVE;
  }

  /** Whether it can be found. */
  boolean isHere() {
    return stage == Stage.HERE;
  }

  /** The same with another handle. */
  public Account withHandle(Handle other) {
    return new Account(did, other, email, stage, deactivated, takendown, created, password);
  }

  /** The same with an email address, in any case of letters. */
  public Account withEmail(Optional<String> other) {
    return new Account(did, handle, other, stage, deactivated, takendown, created, password);
  }

  /** The same at another stage. */
  Account at(Stage other) {
    return new Account(did, handle, email, other, deactivated, takendown, created, password);
  }

  /** The same, deactivated or not. */
  public Account withDeactivated(boolean is) {
    return new Account(did, handle, email, stage, is, takendown, created, password);
  }

  /** The same, taken down or not. */
  public Account withTakendown(boolean is) {
    return new Account(did, handle, email, stage, deactivated, is, created, password);
  }

  /** The same with another password. */
  public Account withPassword(PasswordHash other) {
    return new Account(
        did, handle, email, stage, deactivated, takendown, created, Optional.of(other));
  }
}
