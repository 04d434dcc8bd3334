package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A password for one program. We make it ourselves, of 80 random bits, so that a plain hash is
 * enough to keep: nobody tries them all.
 *
 * @param name by which its owner knows it
 * @param privileged whether it also reaches private messages
 * @param hash of account and password, 64 hex digits
 */
public record AppPassword(String name, boolean privileged, Instant created, String hash) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern FORM = Pattern.compile("[a-z2-7]{4}(-[a-z2-7]{4}){3}");

  /** Such a password in the clear: {@code xxxx-xxxx-xxxx-xxxx}. */
  static String generate() {
    StringBuilder text = new StringBuilder(19);
    for (int i = 0; i < 16; i++) {
      if (i > 0 && i % 4 == 0) {
        text.append('-');
      }
      text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  static AppPassword of(Did did, String name, boolean privileged, Instant now, String secret) {
    return new AppPassword(name, privileged, now, hash(did, secret));
  }

  /** Whether {@code text} is written like one. */
  static boolean looksLike(String text) {
    return FORM.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }

  boolean matches(Did did, String secret) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII),
        hash(did, secret).getBytes(StandardCharsets.US_ASCII));
  }

  private static String hash(Did did, String secret) {
    String text = did + "\n" + secret.toLowerCase(Locale.ROOT);
    return HexFormat.of().formatHex(Sha256.hash(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return "AppPassword[" + name + "]";
  }
}
