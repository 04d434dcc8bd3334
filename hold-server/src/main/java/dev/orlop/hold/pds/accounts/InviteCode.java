package dev.orlop.hold.pds.accounts;

import java.security.SecureRandom;
import java.time.Instant;

/**
 * A right to create accounts.
 *
 * @param usesLeft how many accounts it is still good for, at least one
 */
public record InviteCode(String code, int usesLeft, Instant created) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 20;

  /**
   * A new code.
   *
   * @param prefix of the server's name, by which people tell codes apart
   */
  static InviteCode generate(String prefix, int uses, Instant now) {
    StringBuilder code = new StringBuilder(prefix);
    for (int i = 0; i < LENGTH; i++) {
      if (i % 5 == 0) {
        code.append('-');
      }
      code.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return new InviteCode(code.toString(), uses, now);
  }

  InviteCode used() {
    return new InviteCode(code, usesLeft - 1, created);
  }

  @Override
  public String toString() {
    return "InviteCode[" + usesLeft + " uses left]";
  }
}
