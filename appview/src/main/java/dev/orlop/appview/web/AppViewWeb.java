package dev.orlop.appview.web;

import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.page.Pages;
import dev.orlop.appview.resolve.Accounts;
import dev.orlop.appview.stats.ImageStats;
import dev.orlop.appview.token.Login;
import dev.orlop.appview.token.RegistryTokens;
import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.xrpc.ClientAddress;
import dev.orlop.atproto.xrpc.RequestIds;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.atproto.xrpc.WebListener;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.Lexicons;
import dev.orlop.lexicons.XrpcLexicons;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** The AppView's whole routing, listening. */
public final class AppViewWeb implements AutoCloseable {
  /** The longest request line, in bytes: a manifest may be pushed under a hundred tags. */
  private static final int MAX_LINE = 16 << 10;

  /** The longest header block, in bytes: tokens that grant much are long. */
  private static final int MAX_HEADERS = 32 << 10;

  private final WebServer server;

  private AppViewWeb(WebServer server) {
    this.server = server;
  }

  /**
   * What the endpoints work with.
   *
   * @param accounts whose images the pages and counts are about
   * @param openToAll whether somebody who does not sign in gets a token to read with
   * @param traffic who is let through, and how often
   * @param version of this program, for those who ask
   */
  public record Parts(
      OciRoutes.Parts registry,
      Login login,
      RegistryTokens tokens,
      Accounts accounts,
      ImageStats stats,
      Pages pages,
      boolean openToAll,
      Traffic traffic,
      String version) {}

  /**
   * How requests are counted.
   *
   * @param proxies whose word is taken on where a call comes from
   */
  public record Traffic(
      TrustedProxies proxies,
      AppViewConfig.Limits limits,
      RateCounter counter,
      InstantSource clock) {}

  /**
   * Listens. When this returns, requests are answered.
   *
   * @param port 0 for a free one
   * @param maxBlobBytes the largest blob that comes in one request
   */
  public static AppViewWeb start(String host, int port, long maxBlobBytes, Parts parts) {
    return new AppViewWeb(
        WebListener.start(
            listener(host, port, maxBlobBytes).routing(routing -> route(routing, parts)).build()));
  }

  /** A web server that listens as a registry does, without routing. */
  static WebServerConfig.Builder listener(String host, int port, long maxBlobBytes) {
    WebListener.Limits limits = new WebListener.Limits(MAX_LINE, MAX_HEADERS, maxBlobBytes);
    return WebListener.builder(host, port, limits, List.of());
  }

  private static void route(HttpRouting.Builder routing, Parts parts) {
    TrustedProxies proxies = parts.traffic().proxies();
    Function<ServerRequest, String> address =
        request -> ClientAddress.of(request.remotePeer(), request.headers(), proxies);
    PageReply pageReply = new PageReply(new RequestIds(), parts.pages()::failure);
    routing.addFilter(
        new RateFilter(parts.traffic(), parts.registry().callers(), pageReply, address));
    routing.register(new TokenRoutes(parts.login(), parts.tokens(), parts.openToAll(), address));
    routing.register(new OciRoutes(parts.registry()));
    routing.register(xrpc(parts));
    routing.register(new PageRoutes(parts.pages(), pageReply));
  }

  private static XrpcRouter xrpc(Parts parts) {
    XrpcRouter.Builder routes =
        XrpcRouter.builder()
            .schema(new XrpcLexicons(new LexiconValidator(Lexicons.bundled())))
            .translating(StatsRoutes::translated)
            .plainQuery("_health", call -> health(call, parts.version()));
    new StatsRoutes(parts.accounts(), parts.stats(), parts.traffic().clock()).register(routes);
    return routes.build();
  }

  private static void health(XrpcCall call, String version) {
    call.reply(DataMap.builder().put("version", version).build());
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Takes no more requests, and lets those that are on their way end. */
  @Override
  public void close() {
    server.stop();
  }
}
