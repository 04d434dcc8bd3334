package dev.orlop.appview.web;

import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Callers;
import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.limits.Standing;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.BearerToken;
import dev.orlop.atproto.xrpc.ErrorReply;
import dev.orlop.atproto.xrpc.RequestIds;
import dev.orlop.atproto.xrpc.UnreadBody;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns away whoever calls too often, whatever they ask for, and tells the others how near they are
 * to that. Accounts are counted by their DIDs, all others by the addresses they come from.
 */
final class RateFilter implements Filter {
  private static final String XRPC = "/xrpc/";

  /** Under these nobody reads with their own eyes. */
  private static final List<String> MACHINES = List.of("/v2/", "/auth/");

  /** Asked by those who watch over servers, all from one address. */
  private static final String HEALTH = XRPC + "_health";

  /** Who is counted, and by which limit. */
  private record Claim(String who, RateLimit limit, String shown) {}

  private final RequestIds requestIds = new RequestIds();
  private final AppViewConfig.Limits limits;
  private final RateCounter counter;
  private final Callers callers;
  private final PageReply pages;
  private final Function<ServerRequest, String> address;
  private final InstantSource clock;

  /**
   * A filter for all routes.
   *
   * @param address where a request came from
   */
  RateFilter(
      AppViewWeb.Traffic traffic,
      Callers callers,
      PageReply pages,
      Function<ServerRequest, String> address) {
    this.limits = traffic.limits();
    this.counter = traffic.counter();
    this.callers = callers;
    this.pages = pages;
    this.address = address;
    this.clock = traffic.clock();
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().rawPath();
    Optional<Claim> claim = path.equals(HEALTH) ? Optional.empty() : claim(path, request);
    Optional<Standing> standing = claim.map(one -> counter.count(one.who(), one.limit()));
    standing.ifPresent(now -> tell(response, now));
    if (standing.isPresent() && !standing.get().isAllowed()) {
      refuse(path, claim.orElseThrow(), standing.get(), request, response);
    } else {
      chain.proceed();
    }
  }

  private Optional<Claim> claim(String path, ServerRequest request) {
    if (path.equals(TokenRoutes.PATH) && isSignIn(request) && limits.signIn().isPresent()) {
      RateLimit limit = limits.signIn().get();
      return Optional.of(new Claim("sign-in\n" + from(request), limit, "sign-ins from here"));
    }
    Optional<Did> account = account(request);
    return account.isPresent()
        ? limits
            .account()
            .map(limit -> new Claim("account\n" + account.get(), limit, "requests of this account"))
        : limits
            .address()
            .map(limit -> new Claim("address\n" + from(request), limit, "requests from here"));
  }

  private String from(ServerRequest request) {
    return address.apply(request);
  }

  private static boolean isPage(String path, ServerRequest request) {
    Method method = request.prologue().method();
    return (method.equals(Method.GET) || method.equals(Method.HEAD))
        && !path.equals("/v2")
        && MACHINES.stream().noneMatch(path::startsWith);
  }

  private static boolean isSignIn(ServerRequest request) {
    return request.prologue().method().equals(Method.POST)
        || request.headers().contains(HeaderNames.AUTHORIZATION);
  }

  /** A token that is not good is nobody's, and costs the address that it came from. */
  private Optional<Did> account(ServerRequest request) {
    Optional<String> token = BearerToken.of(request.headers());
    return token.isPresent() && callers.caller(token) instanceof Callers.Answer.Known(Caller caller)
        ? caller.did()
        : Optional.empty();
  }

  private void tell(RoutingResponse response, Standing standing) {
    for (Map.Entry<String, String> header : standing.headers(clock.instant()).entrySet()) {
      response.header(HeaderValues.create(header.getKey(), header.getValue()));
    }
  }

  private void refuse(
      String path,
      Claim claim,
      Standing standing,
      RoutingRequest request,
      RoutingResponse response) {
    UnreadBody unread = UnreadBody.watch(request);
    long seconds = standing.retryAfterSeconds();
    String text =
        "more than %d %s in %d seconds; try again in %d seconds"
            .formatted(
                claim.limit().calls(), claim.shown(), claim.limit().window().toSeconds(), seconds);
    if (path.startsWith(XRPC)) {
      DataMap body =
          DataMap.builder()
              .put("error", XrpcError.RATE_LIMIT_EXCEEDED.errorName())
              .put("message", text)
              .build();
      ErrorReply.send(request, unread, response, XrpcError.RATE_LIMIT_EXCEEDED.status(), body);
      return;
    }
    OciException refusal =
        OciError.TOOMANYREQUESTS.exception(text).retryAfter(Duration.ofSeconds(seconds));
    if (isPage(path, request)) {
      pages.common(request, response);
      pages.fail(refusal, request, response);
      return;
    }
    String requestId = requestIds.of(request.headers().first(OciHeaders.REQUEST_ID));
    OciHeaders.common(response, requestId);
    OciErrors.answer(refusal, request, unread, response, requestId);
  }
}
