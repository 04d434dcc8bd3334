package dev.orlop.appview.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.appview.cache.Flights;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.auth.Jwt;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.lexicons.Nsids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Service tokens with which holds are called in accounts' names; each is used until shortly before
 * its end. Safe for many threads, of which one asks for a token and the others wait for it.
 *
 * <p>A token names one method. Holds take one for {@code com.atproto.repo.getRecord} for all of
 * theirs, as AppViews in use write it, so one token per account and hold does. A hold that insists
 * on the very method is told apart by its refusal ({@link #insists}) and gets a token for each.
 */
public final class ServiceTokens {
  private static final Nsid ANY_METHOD = Nsids.REPO_GET_RECORD;
  private static final int MAX_TOKENS = 20_000;
  private static final int MAX_HOLDS = 10_000;

  /** What a token lives if it does not say, and is expected to live. */
  private static final Duration LIFE = Duration.ofSeconds(60);

  /** Not used any more so long before its end: the hold's clock may be ahead. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private record Key(Did user, Did hold, Nsid method) {}

  private record Kept(String token, Instant until) {
    @Override
    public String toString() {
      return "Kept[" + until + "]";
    }
  }

  private final PdsSessions sessions;
  private final InstantSource clock;
  private final Flights<Key, Kept> flights = new Flights<>();
  private final Cache<Key, Kept> kept = Caffeine.newBuilder().maximumSize(MAX_TOKENS).build();
  private final Cache<Did, Boolean> strict =
      Caffeine.newBuilder().maximumSize(MAX_HOLDS).expireAfterWrite(Duration.ofDays(1)).build();

  /** Asks for them in {@code sessions}. */
  public ServiceTokens(PdsSessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * A token with which {@code user} calls {@code method} of {@code hold}.
   *
   * @throws OciException UNAUTHORIZED if the user has no session any more, DENIED if the user's PDS
   *     gives no such token, UNAVAILABLE if it does not answer
   */
  public String token(Did user, Did hold, Nsid method) {
    Key key = new Key(user, hold, strict.getIfPresent(hold) == null ? ANY_METHOD : method);
    Kept known = kept.getIfPresent(key);
    return (known != null && isGood(known) ? known : flights.join(key, _ -> load(key))).token();
  }

  /** Whether there is a session to get tokens with, as far as is known here. */
  public boolean canAsk(Did user) {
    return sessions.has(user);
  }

  /** The hold does not take the token: the next will be another. */
  public void forget(Did user, Did hold, Nsid method) {
    kept.invalidate(new Key(user, hold, ANY_METHOD));
    kept.invalidate(new Key(user, hold, method));
  }

  /** The hold insists that a token names the method that is called. */
  public void insists(Did hold) {
    strict.put(hold, true);
  }

  private boolean isGood(Kept token) {
    return clock.instant().isBefore(token.until());
  }

  private Kept load(Key key) {
    Kept known = kept.getIfPresent(key);
    if (known != null && isGood(known)) {
      // It came between this thread's look and its turn.
      return known;
    }
    Instant asked = clock.instant();
    XrpcQuery query = XrpcQuery.of("aud", key.hold()).with("lxm", key.method());
    String token;
    try {
      token =
          sessions.call(
              key.user(),
              pds ->
                  pds.query(Nsids.SERVER_GET_SERVICE_AUTH, query)
                      .text("token")
                      .orElseThrow(() -> PdsFaults.unavailable(pds.base())));
    } catch (XrpcException e) {
      throw OciError.DENIED
          .exception("the account's server gives no token for " + key.hold() + ": " + e.text())
          .because(e);
    }
    Instant end = Jwt.expiry(token).orElse(asked.plus(LIFE));
    Kept loaded = new Kept(token, end.minus(MARGIN));
    kept.put(key, loaded);
    return loaded;
  }
}
