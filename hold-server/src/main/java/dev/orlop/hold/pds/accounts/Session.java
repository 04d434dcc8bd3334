package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.syntax.Did;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One sign-in and all that was renewed from it. Holds no secret: its tokens are signed.
 *
 * @param id its name, in its tokens
 * @param appPassword the app password it began with; empty for the account's own password
 * @param privileged whether that app password is
 * @param current the name of the refresh token that is good now
 * @param previous the one before, which within the grace still gets the same successor
 * @param renewed when the current one was made
 */
public record Session(
    String id,
    Did did,
    Optional<String> appPassword,
    boolean privileged,
    String current,
    Optional<String> previous,
    Instant renewed) {
  /** How long a refresh token is good. */
  public static final Duration REFRESH_LIFE = Duration.ofDays(30);

  /** How long an access token is good. */
  public static final Duration ACCESS_LIFE = Duration.ofHours(1);

  /** How long a refresh token that was used gets the same successor again. */
  public static final Duration GRACE = Duration.ofMinutes(2);

  /** When it ends unless it is renewed. */
  public Instant expires() {
    return renewed.plus(REFRESH_LIFE);
  }

  /** What its tokens are good for. */
  public Scope scope() {
    if (appPassword.isEmpty()) {
      return Scope.ACCESS;
    }
    return privileged ? Scope.APP_PASS_PRIVILEGED : Scope.APP_PASS;
  }

  Session renewed(String next, Instant now) {
    return new Session(id, did, appPassword, privileged, next, Optional.of(current), now);
  }
}
