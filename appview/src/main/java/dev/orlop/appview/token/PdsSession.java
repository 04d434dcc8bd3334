package dev.orlop.appview.token;

import dev.orlop.atproto.auth.Jwt;
import dev.orlop.atproto.syntax.Did;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * A session at an account's PDS. Holds secrets, and shows none.
 *
 * @param id a name for it that tells nothing
 * @param pds the origin of the server
 * @param access the token for calls
 * @param refresh the token for new tokens
 * @param seen when the server last said that it is alive
 */
public record PdsSession(Did did, String id, URI pds, String access, String refresh, Instant seen) {
  /** Renewed so long before its end: a call takes its time. */
  private static final Duration EARLY = Duration.ofSeconds(60);

  boolean isDue(Instant now) {
    return Jwt.expiry(access).filter(end -> !now.isBefore(end.minus(EARLY))).isPresent();
  }

  PdsSession seenAt(Instant now) {
    return new PdsSession(did, id, pds, access, refresh, now);
  }

  PdsSession renewed(String newAccess, String newRefresh, Instant now) {
    return new PdsSession(did, id, pds, newAccess, newRefresh, now);
  }

  @Override
  public String toString() {
    return "PdsSession[" + did + " at " + pds + "]";
  }
}
