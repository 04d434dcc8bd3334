package dev.orlop.hold.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the hold's own short-lived URLs and checks them: HMAC-SHA256 over the act and the expiry.
 *
 * <p>Keep lives short: a signed URL stays good after its owner lost the right to ask for one.
 */
public final class UrlSigner {
  /** How long a URL is good unless configured otherwise. */
  public static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);

  /** The shortest key taken, in bytes. */
  public static final int MIN_KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String CONTEXT = "orlop signed url 1\n";

  /**
   * What to put into the URL.
   *
   * @param expires seconds since 1970
   * @param mac 43 characters that need no escaping in a query
   */
  public record Signature(long expires, String mac) {}

  /** What a check found. */
  public enum Verdict {
    /** Signed by us for this act, and still good. */
    GOOD,
    /** Signed by us for this act, but too late. */
    EXPIRED,
    /** Not signed by us, or for something else. */
    FORGED
  }

  private final SecretKeySpec key;
  private final InstantSource clock;
  private final Duration life;

  /** A signer with a secret key of at least {@link #MIN_KEY_BYTES} bytes. */
  public UrlSigner(byte[] key, InstantSource clock, Duration life) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException("a signing key has at least 32 bytes");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
    this.life = life;
  }

  /** Signs an act, from now on for one life. */
  public Signature sign(SignedAct act) {
    long expires = clock.instant().plus(life).getEpochSecond();
    return new Signature(expires, text(mac(act, expires)));
  }

  /** Checks what a URL carries; the comparison takes the same time wherever it fails. */
  public Verdict check(SignedAct act, Signature presented) {
    byte[] wanted = text(mac(act, presented.expires())).getBytes(UTF_8);
    if (!MessageDigest.isEqual(wanted, presented.mac().getBytes(UTF_8))) {
      return Verdict.FORGED;
    }
    // The MAC covers the expiry, so it is one that we gave.
    return clock.instant().isBefore(Instant.ofEpochSecond(presented.expires()))
        ? Verdict.GOOD
        : Verdict.EXPIRED;
  }

  private byte[] mac(SignedAct act, long expires) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((CONTEXT + expires + "\n" + act.canonical()).getBytes(UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String text(byte[] mac) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }
}
