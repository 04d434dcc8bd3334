package dev.orlop.hold.pds.accounts;

import java.util.Optional;

/** What a session's access token is good for; the first is good for most. */
public enum Scope {
  /** All that the account may do. */
  ACCESS("com.atproto.access"),
  /** All but managing the account. */
  APP_PASS_PRIVILEGED("com.atproto.appPassPrivileged"),
  /** Neither that nor private messages. */
  APP_PASS("com.atproto.appPass");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  static Optional<Scope> parse(String text) {
    for (Scope scope : values()) {
      if (scope.text.equals(text)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }

  /** Whether it may change passwords, handle and keys, or end the account. */
  public boolean managesAccount() {
    return this == ACCESS;
  }

  /** As it stands in tokens. */
  @Override
  public String toString() {
    return text;
  }
}
