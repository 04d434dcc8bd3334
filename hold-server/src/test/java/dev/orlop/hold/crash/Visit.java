package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Session;
import dev.orlop.lexicons.Nsids;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;

/** A session, by the tokens that were given out for it. */
final class Visit {
  private String access;
  private String refresh;
  private Optional<String> previous = Optional.empty();

  /** It came before the previous one, and nothing is given for it. */
  private Optional<String> usedUp = Optional.empty();

  /** When somebody first asked for what the newest refresh token, or the one to come, is. */
  private Instant asked = Instant.now();

  /** Whether the newest renewal is not known to have been answered. */
  private boolean asking;

  private Visit(DataMap answer) {
    this.access = text(answer, "accessJwt");
    this.refresh = text(answer, "refreshJwt");
  }

  static Visit of(DataMap answer) {
    return new Visit(answer);
  }

  private static String text(DataMap answer, String field) {
    return answer.text(field).orElseThrow();
  }

  String refresh() {
    return refresh;
  }

  Optional<String> usedUp() {
    return usedUp;
  }

  /** Asks for new tokens; again, if nobody knows what became of that. */
  HttpResponse<byte[]> renew(HoldClient hold) throws CutOffException {
    if (!asking) {
      asked = Instant.now();
      asking = true;
    }
    return hold.call(refresh, Nsids.SERVER_REFRESH_SESSION);
  }

  HttpResponse<byte[]> renewTooLate(HoldClient hold) throws CutOffException {
    return hold.call(usedUp.orElseThrow(), Nsids.SERVER_REFRESH_SESSION);
  }

  void renewed(DataMap answer) {
    asking = false;
    usedUp = previous;
    previous = Optional.of(refresh);
    access = text(answer, "accessJwt");
    refresh = text(answer, "refreshJwt");
  }

  /** Whether the token that was used last certainly gets the same successor again. */
  boolean isInGrace() {
    return Instant.now().isBefore(asked.plus(Session.GRACE));
  }

  /** Whoever comes again with the token that was used last gets the same as before. */
  void checkPrevious(HoldClient hold) throws CutOffException {
    // Near the end of the grace nobody can say, and a token that comes too late ends the session.
    boolean early = Instant.now().isBefore(asked.plus(Session.GRACE.dividedBy(2)));
    if (previous.isPresent() && early) {
      HttpResponse<byte[]> answer = hold.call(previous.get(), Nsids.SERVER_REFRESH_SESSION);
      assertEquals(refresh, text(HoldClient.granted(answer), "refreshJwt"));
    }
  }

  /** The session goes on. */
  void checkOpen(HoldClient hold, Did did) throws CutOffException {
    DataMap answer =
        HoldClient.granted(hold.query(access, HoldClient.path(Nsids.SERVER_GET_SESSION)));
    assertEquals(did.toString(), text(answer, "did"));
  }

  /** Neither token is good for anything. */
  void checkOver(HoldClient hold) throws CutOffException {
    HoldClient.refused(
        "ExpiredToken", hold.query(access, HoldClient.path(Nsids.SERVER_GET_SESSION)));
    HoldClient.refused("ExpiredToken", renew(hold));
  }
}
