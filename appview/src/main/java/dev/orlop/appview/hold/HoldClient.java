package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Warnings;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls one hold in the name of one user, or of nobody. Whatever goes wrong comes out as an {@link
 * OciException}: a refusal names what is missing, and a hold that does not answer is UNAVAILABLE.
 * Safe for many threads.
 */
final class HoldClient {
  private final Hold hold;
  private final Optional<Did> user;
  private final XrpcClient xrpc;
  private final Standing standing;
  private final ServiceTokens tokens;

  HoldClient(
      Hold hold,
      Optional<Did> user,
      Function<URI, XrpcClient.Builder> servers,
      ServiceTokens tokens) {
    this.hold = hold;
    this.user = user;
    this.tokens = tokens;
    this.xrpc =
        servers
            .apply(hold.address())
            .tokens(method -> user.map(did -> tokens.token(did, hold.did(), method)))
            .build();
    this.standing = new Standing(servers.apply(hold.address()).build(), hold.did());
  }

  /** Which hold it is. */
  Hold hold() {
    return hold;
  }

  /** One call. */
  @FunctionalInterface
  interface Call<T> {
    T with(XrpcClient xrpc);
  }

  /**
   * Makes a call; once more with another token where the first is not taken.
   *
   * @param missing what to give when the hold answers that there is no such thing
   */
  <T> T call(Nsid method, Need need, Call<T> call, Supplier<T> missing) {
    try {
      return once(call, missing);
    } catch (XrpcException e) {
      if (e.status() != 401 || user.isEmpty()) {
        throw refusal(need, e);
      }
      // An answer to HEAD does not say what is wrong with the token.
      if (e.is(XrpcError.BAD_JWT_LEXICON_METHOD) || e.is(XrpcError.AUTHENTICATION_REQUIRED)) {
        tokens.insists(hold.did());
      }
      tokens.forget(user.get(), hold.did(), method);
    }
    try {
      return once(call, missing);
    } catch (XrpcException e) {
      throw refusal(need, e);
    }
  }

  /** The same for a call that is not about something that may be missing. */
  <T> T call(Nsid method, Need need, Call<T> call) {
    return call(
        method,
        need,
        call,
        () -> {
          throw malformed("404");
        });
  }

  private <T> T once(Call<T> call, Supplier<T> missing) {
    try {
      return call.with(xrpc);
    } catch (XrpcConnectionException e) {
      throw HoldFaults.unavailable(hold).because(e);
    } catch (XrpcException e) {
      if (e.status() == 404) {
        return missing.get();
      }
      throw e;
    }
  }

  private OciException refusal(Need need, XrpcException e) {
    return HoldFaults.refusal(hold, user, need, e, standing);
  }

  /** What the hold warns of is told to the client, who can do something about it. */
  static void passOnWarnings(HttpHeaders headers) {
    headers.allValues(Warnings.HEADER).forEach(Warnings::passOn);
  }

  /** A field that the answer must have. */
  String text(DataMap answer, String field) {
    return answer.text(field).orElseThrow(() -> malformed("no " + field));
  }

  /** The hold's answer is not what its lexicon says. */
  OciException malformed(String what) {
    return OciError.UNAVAILABLE
        .exception("the answer of the hold " + hold + " makes no sense: " + what)
        .withStatus(502);
  }
}
