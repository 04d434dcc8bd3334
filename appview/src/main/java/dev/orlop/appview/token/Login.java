package dev.orlop.appview.token;

import dev.orlop.appview.cache.Flights;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Signs people in at their own PDS. Safe for many threads.
 *
 * <p>A password that was right is right again without the PDS being asked, as long as its session
 * lives; that it does is asked for every few minutes.
 */
public final class Login {
  /** So long the PDS's word about a session is believed. */
  static final Duration BELIEVED = Duration.ofMinutes(5);

  private static final String SECOND_FACTOR = "AuthFactorTokenRequired";

  private final AccountPlaces places;
  private final PdsSessions sessions;
  private final Attempts attempts;
  private final PasswordNames names = new PasswordNames();
  private final Flights<String, PdsSession> flights = new Flights<>();
  private final InstantSource clock;

  /** For the accounts that {@code places} finds. */
  public Login(
      AccountPlaces places, PdsSessions sessions, FailureStore failures, InstantSource clock) {
    this.places = places;
    this.sessions = sessions;
    this.attempts = new Attempts(failures, clock);
    this.clock = clock;
  }

  /**
   * Signs somebody in.
   *
   * @param address where the request came from, for those who try passwords
   * @throws OciException UNAUTHORIZED if name or password are wrong, TOOMANYREQUESTS after many of
   *     those, UNAVAILABLE if the account or its PDS are out of reach
   */
  public SignedIn login(Credentials credentials, String address) {
    String name = credentials.name().toString();
    attempts.require(address, name);
    Optional<AccountPlaces.Place> place = places.find(credentials.name());
    if (place.isEmpty()) {
      throw failed(address, name, wrong());
    }
    String id = names.of(place.get().did(), credentials.password());
    try {
      PdsSession session = flights.join(id, _ -> session(place.get(), credentials.password(), id));
      attempts.succeeded(address, name);
      return new SignedIn(place.get().did(), place.get().handle(), session.id());
    } catch (XrpcException e) {
      // Only somebody with the right password hears of the second factor.
      throw failed(address, name, e.error().equals(SECOND_FACTOR) ? takeAppPassword() : wrong());
    }
  }

  /** Ends all sessions of an account. */
  public void logout(Did did) {
    sessions.end(did);
  }

  private PdsSession session(AccountPlaces.Place place, String password, String id) {
    Optional<PdsSession> known =
        sessions.find(place.did(), id).filter(session -> session.pds().equals(place.pds()));
    return known.isPresent() && isStillGood(known.get())
        ? known.get()
        : sessions.begin(place, password, id);
  }

  private boolean isStillGood(PdsSession session) {
    if (clock.instant().isBefore(session.seen().plus(BELIEVED))) {
      return true;
    }
    try {
      return sessions.isAlive(session);
    } catch (OciException e) {
      // The PDS is out of reach, so nothing is written with it; reading may go on.
      return true;
    }
  }

  private OciException failed(String address, String name, OciException refusal) {
    attempts.failed(address, name);
    return refusal;
  }

  /** What is said to any name and password that do not go together. */
  public static OciException wrong() {
    return OciError.UNAUTHORIZED.exception(
        "name or password are wrong; use a handle or DID, and an app password");
  }

  private static OciException takeAppPassword() {
    return OciError.UNAUTHORIZED.exception(
        "the account asks for a second factor; use an app password");
  }
}
