package dev.orlop.hold.pds.accounts;

/**
 * A hashed password, in the form {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. It shows itself
 * to nobody.
 *
 * @param text the whole of it
 */
public record PasswordHash(String text) {
  @Override
  public String toString() {
    return "PasswordHash[***]";
  }
}
