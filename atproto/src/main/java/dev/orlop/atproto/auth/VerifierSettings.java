package dev.orlop.atproto.auth;

import java.time.Duration;
import java.util.List;

/**
 * What a service asks of tokens.
 *
 * @param audiences the names this service answers to, each a DID or {@code did#fragment}; one does
 *     not stand for the other
 * @param strictLxm whether a token must name the very method that is called; otherwise {@code
 *     com.atproto.repo.getRecord}, which AppViews in use write for all, and no method pass too
 * @param singleUse whether a token is good for one call
 * @param maxLifetime how far ahead a token may expire
 * @param skew how far the clocks of two machines may differ
 */
public record VerifierSettings(
    List<String> audiences,
    boolean strictLxm,
    boolean singleUse,
    Duration maxLifetime,
    Duration skew) {
  /** Copies the list. */
  public VerifierSettings {
    audiences = List.copyOf(audiences);
  }

  /** Tokens of at most five minutes that may be used again, clocks a minute apart at most. */
  public static VerifierSettings of(String... audiences) {
    return new VerifierSettings(
        List.of(audiences), false, false, Duration.ofMinutes(5), Duration.ofSeconds(60));
  }

  /** The same with this demand on the method. */
  public VerifierSettings withStrictLxm(boolean strict) {
    return new VerifierSettings(audiences, strict, singleUse, maxLifetime, skew);
  }

  /** The same with this demand on repeated use. */
  public VerifierSettings withSingleUse(boolean single) {
    return new VerifierSettings(audiences, strictLxm, single, maxLifetime, skew);
  }
}
