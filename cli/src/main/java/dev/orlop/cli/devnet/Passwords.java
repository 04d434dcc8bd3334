package dev.orlop.cli.devnet;

import java.security.SecureRandom;

/** Makes up passwords. */
public final class Passwords {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private Passwords() {}

  /** One of 120 random bits, without letters that look alike. */
  public static String random() {
    StringBuilder password = new StringBuilder(29);
    for (int i = 0; i < 24; i++) {
      if (i > 0 && i % 6 == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
