package dev.orlop.appview.web;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.token.Credentials;
import dev.orlop.appview.token.Login;
import dev.orlop.appview.token.RegistryTokens;
import dev.orlop.appview.token.Scope;
import dev.orlop.appview.token.SignedIn;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.xrpc.RequestIds;
import dev.orlop.atproto.xrpc.SlowClients;
import dev.orlop.atproto.xrpc.UnreadBody;
import dev.orlop.atproto.xrpc.XrpcParams;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /auth/token}: registry tokens, as Docker's token specification has them (GET with Basic)
 * and its OAuth2 form (POST with a form). Gives no refresh tokens: clients then keep what they
 * signed in with, an app password.
 */
public final class TokenRoutes implements HttpService {
  /** Where it is. */
  public static final String PATH = "/auth/token";

  private static final int MAX_FORM_BYTES = 16 << 10;
  private static final Header NO_STORE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

  private final RequestIds requestIds = new RequestIds();
  private final Login login;
  private final RegistryTokens tokens;
  private final boolean openToAll;
  private final Function<ServerRequest, String> address;

  /**
   * The endpoint.
   *
   * @param openToAll whether somebody who does not sign in gets a token to read with
   * @param address where a request came from
   */
  public TokenRoutes(
      Login login,
      RegistryTokens tokens,
      boolean openToAll,
      Function<ServerRequest, String> address) {
    this.login = login;
    this.tokens = tokens;
    this.openToAll = openToAll;
    this.address = address;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PATH, (request, response) -> handle(request, response, this::get));
    rules.post(PATH, (request, response) -> handle(request, response, this::post));
  }

  @FunctionalInterface
  private interface Handler {
    void handle(ServerRequest request, ServerResponse response) throws IOException;
  }

  private void handle(ServerRequest request, ServerResponse response, Handler handler) {
    String requestId = requestIds.of(request.headers().first(OciHeaders.REQUEST_ID));
    OciHeaders.common(response, requestId);
    response.header(NO_STORE);
    UnreadBody unread = UnreadBody.watch(request);
    try {
      handler.handle(request, response);
    } catch (Throwable thrown) {
      if (thrown instanceof OciException refusal && refusal.status() == 401) {
        response.header(
            HeaderValues.create(
                HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"" + tokens.service() + "\""));
      }
      OciErrors.answer(thrown, request, unread, response, requestId);
    }
  }

  private void get(ServerRequest request, ServerResponse response) {
    XrpcParams params = XrpcParams.parse(request.prologue().query().rawValue());
    Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
    Optional<SignedIn> account =
        authorization.map(
            header -> signIn(request, Credentials.ofBasic(header).orElseThrow(Login::wrong)));
    RegistryTokens.Issued issued = issue(params, account);
    DataMap answer = describe(issued).put("token", issued.token()).build();
    reply(response, answer);
  }

  private void post(ServerRequest request, ServerResponse response) throws IOException {
    XrpcParams form = form(request);
    if (!form.optionalText("grant_type").equals(Optional.of("password"))) {
      throw OciError.UNSUPPORTED.exception("grant_type must be password").withStatus(400);
    }
    Credentials credentials =
        Credentials.of(
                form.optionalText("username").orElse(""), form.optionalText("password").orElse(""))
            .orElseThrow(Login::wrong);
    RegistryTokens.Issued issued = issue(form, Optional.of(signIn(request, credentials)));
    reply(
        response,
        describe(issued)
            .put("scope", String.join(" ", form.texts("scope")))
            .put("token_type", "Bearer")
            .build());
  }

  private SignedIn signIn(ServerRequest request, Credentials credentials) {
    return login.login(credentials, address.apply(request));
  }

  private RegistryTokens.Issued issue(XrpcParams params, Optional<SignedIn> account) {
    if (account.isEmpty() && !openToAll) {
      throw OciError.UNAUTHORIZED.exception();
    }
    if (params.optionalText("service").filter(name -> !name.equals(tokens.service())).isPresent()) {
      throw OciError.UNSUPPORTED
          .exception("tokens here are for " + tokens.service())
          .withStatus(400);
    }
    return tokens.issue(account, Scope.parse(params.texts("scope")));
  }

  private static DataMap.Builder describe(RegistryTokens.Issued issued) {
    return DataMap.builder()
        .put("access_token", issued.token())
        .put("expires_in", RegistryTokens.LIFE.toSeconds())
        .put("issued_at", issued.issued().toString());
  }

  private static void reply(ServerResponse response, DataMap answer) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
    response.send(DataJson.write(answer));
  }

  private static XrpcParams form(ServerRequest request) throws IOException {
    String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw OciError.UNSUPPORTED.exception("the body must be a form").withStatus(415);
    }
    try (InputStream in = SlowClients.patient(request.content().inputStream())) {
      byte[] body = in.readNBytes(MAX_FORM_BYTES + 1);
      if (body.length > MAX_FORM_BYTES) {
        throw OciError.UNSUPPORTED.exception("the form is too long").withStatus(413);
      }
      return XrpcParams.parse(new String(body, StandardCharsets.ISO_8859_1));
    }
  }
}
