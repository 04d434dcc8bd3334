package dev.orlop.hold.pds.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.Claims;
import dev.orlop.hold.store.MemoryClaims;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Words that the operator hands to the owner of an account, in person or however they talk, for
 * what a session alone is not enough: other servers mail them. A word follows from the server's
 * key, the account, the purpose and the hour, so it needs no store and stands in no log: whoever
 * can read the key can say it, server running or not. It is good once.
 */
public final class Confirmations {
  /** What a word allows. */
  public enum Purpose {
    /** Deleting the account. */
    DELETE,
    /** Signing an operation on its DID. */
    PLC;

    /** The purpose of that name, in any case of letters. */
    public static Purpose parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** What came of checking a word. */
  public enum Verdict {
    /** It is right. */
    GOOD,
    /** It is not, or not any more, or was used. */
    BAD
  }

  /** A word is good in the hour in which it was said and in the next. */
  private static final Duration STEP = Duration.ofHours(1);

  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 20;

  private final byte[] secret;
  private final InstantSource clock;
  private final Claims used;

  /** Words that follow from a server's key, for who says them. */
  public Confirmations(SigningKey key, InstantSource clock) {
    this(key, clock, new MemoryClaims(clock));
  }

  /**
   * The same, for who checks them.
   *
   * @param used what was used up, wherever
   */
  Confirmations(SigningKey key, InstantSource clock, Claims used) {
    this.secret = Secrets.derive(key, "orlop confirmations");
    this.clock = clock;
    this.used = used;
  }

  /** The word of this hour. */
  public String word(Did did, Purpose purpose) {
    return word(did, purpose, step());
  }

  /** Checks a word and uses it up. */
  public Verdict use(Did did, Purpose purpose, String word) {
    byte[] said = word.strip().toUpperCase(Locale.ROOT).getBytes(UTF_8);
    for (long step = step(); step >= step() - 1; step--) {
      String wanted = word(did, purpose, step);
      if (MessageDigest.isEqual(wanted.getBytes(UTF_8), said)) {
        String name = "word " + AccountKeys.hash(wanted);
        return used.take(name, STEP.multipliedBy(2)) ? Verdict.GOOD : Verdict.BAD;
      }
    }
    return Verdict.BAD;
  }

  private long step() {
    return Duration.between(Instant.EPOCH, clock.instant()).dividedBy(STEP);
  }

  private String word(Did did, Purpose purpose, long step) {
    byte[] mac = Secrets.mac(secret, (purpose + "\n" + did + "\n" + step).getBytes(UTF_8));
    StringBuilder word = new StringBuilder(LENGTH + 3);
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % 5 == 0) {
        word.append('-');
      }
      word.append(LETTERS.charAt(mac[i] & 31));
    }
    return word.toString();
  }
}
