package dev.orlop.appview.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.appview.cache.Flights;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sessions of accounts at their own PDSes: begun with a password, renewed in time by one thread
 * while the others wait, dropped when the PDS refuses them. Safe for many threads.
 */
public final class PdsSessions {
  private static final int MAX_OVER = 100_000;

  private final SessionStore store;
  private final Function<URI, XrpcClient.Builder> servers;
  private final InstantSource clock;

  /** Sessions of which a registry token may still be out. */
  private final Cache<String, Boolean> over =
      Caffeine.newBuilder()
          .maximumSize(MAX_OVER)
          .expireAfterWrite(RegistryTokens.LIFE.multipliedBy(2))
          .build();

  private final Flights<String, PdsSession> renewals = new Flights<>();

  /**
   * Over what is kept.
   *
   * @param servers how a PDS is called
   */
  public PdsSessions(
      SessionStore store, Function<URI, XrpcClient.Builder> servers, InstantSource clock) {
    this.store = store;
    this.servers = servers;
    this.clock = clock;
  }

  /**
   * Calls an account's PDS in its name. Refusals that are about the session do not come out: it is
   * renewed and the call made again, and if that is refused, too, the session is over.
   *
   * @throws XrpcException the PDS's other refusals
   * @throws OciException UNAUTHORIZED if the account has no session any more, UNAVAILABLE if the
   *     PDS does not answer or fails, TOOMANYREQUESTS if it says so
   */
  public <T> T call(Did did, Function<XrpcClient, T> call) {
    for (PdsSession session : store.of(did)) {
      try {
        return call(session, call);
      } catch (OverException _) {
        // Another password of the account may still be good.
      }
    }
    throw OciError.UNAUTHORIZED.exception("sign in again: no session with the account's server");
  }

  /** Whether there is a session of the account, as far as is known here. */
  public boolean has(Did did) {
    return !store.of(did).isEmpty();
  }

  /** Whether a session was ended a while ago, while registry tokens on it may still be out. */
  public boolean isOver(String id) {
    return over.getIfPresent(id) != null;
  }

  /**
   * Ends all sessions of an account, here and as far as possible at its PDS; the registry tokens on
   * them with them.
   */
  public void end(Did did) {
    for (PdsSession session : store.of(did)) {
      drop(session);
      try {
        client(session.pds(), session.refresh()).procedure(Nsids.SERVER_DELETE_SESSION);
      } catch (XrpcException | XrpcConnectionException _) {
        // It ends by itself when nobody renews it.
      }
    }
  }

  Optional<PdsSession> find(Did did, String id) {
    return store.find(did, id);
  }

  /**
   * Begins a session.
   *
   * @throws XrpcException if the PDS refuses
   * @throws OciException as {@link #call}
   */
  PdsSession begin(AccountPlaces.Place place, String password, String id) {
    DataMap input =
        DataMap.builder().put("identifier", place.did().value()).put("password", password).build();
    XrpcClient pds = servers.apply(place.pds()).build();
    DataMap answer =
        PdsFaults.mapped(place.pds(), () -> pds.procedure(Nsids.SERVER_CREATE_SESSION, input));
    if (!answer.text("did").equals(Optional.of(place.did().value()))) {
      throw PdsFaults.unavailable(place.pds());
    }
    PdsSession session =
        new PdsSession(
            place.did(),
            id,
            place.pds(),
            text(place.pds(), answer, "accessJwt"),
            text(place.pds(), answer, "refreshJwt"),
            clock.instant());
    over.invalidate(id);
    store.put(session);
    return session;
  }

  /**
   * Asks the PDS whether a session is still alive.
   *
   * @throws OciException as {@link #call}
   */
  boolean isAlive(PdsSession session) {
    try {
      DataMap unused = call(session, pds -> pds.query(Nsids.SERVER_GET_SESSION, XrpcQuery.NONE));
      store
          .find(session.did(), session.id())
          .ifPresent(now -> store.put(now.seenAt(clock.instant())));
      return true;
    } catch (OverException | XrpcException _) {
      return false;
    }
  }

  private <T> T call(PdsSession session, Function<XrpcClient, T> call) {
    PdsSession good = session.isDue(clock.instant()) ? renew(session) : session;
    try {
      return run(good, call);
    } catch (XrpcException e) {
      if (!isAboutTheSession(e)) {
        throw e;
      }
    }
    PdsSession renewed = renew(good);
    try {
      return run(renewed, call);
    } catch (XrpcException e) {
      if (!isAboutTheSession(e)) {
        throw e;
      }
      drop(renewed);
      throw new OverException();
    }
  }

  private <T> T run(PdsSession session, Function<XrpcClient, T> call) {
    XrpcClient pds = client(session.pds(), session.access());
    return PdsFaults.mapped(session.pds(), () -> call.apply(pds));
  }

  private PdsSession renew(PdsSession session) {
    return renewals.join(session.id(), _ -> renewNow(session));
  }

  private PdsSession renewNow(PdsSession session) {
    PdsSession now = store.find(session.did(), session.id()).orElseThrow(OverException::new);
    if (!now.access().equals(session.access())) {
      return now;
    }
    try {
      XrpcClient pds = client(now.pds(), now.refresh());
      DataMap answer =
          PdsFaults.mapped(now.pds(), () -> pds.procedure(Nsids.SERVER_REFRESH_SESSION));
      PdsSession renewed =
          now.renewed(
              text(now.pds(), answer, "accessJwt"),
              text(now.pds(), answer, "refreshJwt"),
              clock.instant());
      store.put(renewed);
      return renewed;
    } catch (XrpcException _) {
      drop(session);
      throw new OverException();
    }
  }

  private void drop(PdsSession session) {
    over.put(session.id(), true);
    store.remove(session.did(), session.id());
  }

  private XrpcClient client(URI pds, String token) {
    return servers.apply(pds).tokens(_ -> Optional.of(token)).build();
  }

  private static boolean isAboutTheSession(XrpcException e) {
    return e.status() == 401 || e.is(XrpcError.EXPIRED_TOKEN) || e.is(XrpcError.INVALID_TOKEN);
  }

  private static String text(URI pds, DataMap answer, String field) {
    return answer.text(field).orElseThrow(() -> PdsFaults.unavailable(pds));
  }

  /** The PDS does not know the session any more. */
  private static final class OverException extends RuntimeException {
    OverException() {
      super(null, null, false, false);
    }
  }
}
