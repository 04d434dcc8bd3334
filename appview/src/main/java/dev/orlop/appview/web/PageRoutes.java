package dev.orlop.appview.web;

import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.page.Asset;
import dev.orlop.appview.page.Pages;
import dev.orlop.atproto.xrpc.GoneClient;
import dev.orlop.atproto.xrpc.RequestIds;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcParams;
import dev.orlop.lexicons.RepositoryName;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Pages for people. Answers for every path that nothing else does; so it is registered last. */
final class PageRoutes implements HttpService {
  private static final Logger LOG = System.getLogger(PageRoutes.class.getName());
  private static final String HTML = "text/html; charset=utf-8";
  private static final String USER = "/u/";
  private static final String REPOSITORY = "/r/";

  /** Nothing runs, nothing comes from elsewhere, and nobody puts a page into one of theirs. */
  private static final List<Header> SECURITY =
      List.of(
          HeaderValues.createCached(
              HeaderNames.create("Content-Security-Policy"),
              "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                  + "base-uri 'none'; frame-ancestors 'none'"),
          OciHeaders.NO_SNIFFING,
          HeaderValues.createCached(HeaderNames.create("Referrer-Policy"), "no-referrer"),
          HeaderValues.createCached(
              HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin"));

  /** Asked about each time; the tag of what has not changed makes that cheap. */
  private static final Header ASK_AGAIN =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  private static final Header FOR_GOOD =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");

  private final RequestIds requestIds = new RequestIds();
  private final Pages pages;

  PageRoutes(Pages pages) {
    this.pages = pages;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.route(
        HttpRoute.builder()
            .methods(Method.GET, Method.HEAD)
            .path(PathMatchers.any())
            .handler(this::handle)
            .build());
  }

  private void handle(ServerRequest request, ServerResponse response) {
    String requestId = requestIds.of(request.headers().first(OciHeaders.REQUEST_ID));
    response.header(HeaderValues.create(OciHeaders.REQUEST_ID, requestId));
    SECURITY.forEach(response::header);
    try {
      answer(request, response);
    } catch (OciException refusal) {
      fail(refusal, request, response);
    } catch (XrpcException _) {
      fail(
          OciError.NAME_INVALID.exception("the address has a parameter that makes no sense"),
          request,
          response);
    } catch (CloseConnectionException gone) {
      throw gone;
    } catch (RuntimeException e) {
      if (GoneClient.isIn(e)) {
        throw new CloseConnectionException("the client left", e);
      }
      String path = request.prologue().uriPath().rawPath();
      LOG.log(Level.ERROR, "request " + requestId + ": " + path + ": failed", e);
      fail(OciError.UNKNOWN.exception(), request, response);
    }
  }

  private void answer(ServerRequest request, ServerResponse response) {
    String path = Escapes.decode(request.prologue().uriPath().rawPath());
    Optional<Asset> asset = Asset.find(path);
    if (asset.isPresent()) {
      response.header(FOR_GOOD);
      send(request, response, asset.get().contentType(), asset.get().bytes());
    } else if (path.equals("/find")) {
      XrpcParams params = XrpcParams.parse(request.prologue().query().rawValue());
      String place = pages.find(params.optionalText("name").orElse(""));
      response
          .status(Status.SEE_OTHER_303)
          .header(HeaderValues.create(HeaderNames.LOCATION, place))
          .send();
    } else {
      String html = page(path, request);
      response.header(ASK_AGAIN);
      send(request, response, HTML, html.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String page(String path, ServerRequest request) {
    if (path.equals("/")) {
      return pages.home();
    }
    if (path.startsWith(REPOSITORY)) {
      return pages.repository(ImageName.parse(path.substring(REPOSITORY.length())));
    }
    if (path.startsWith(USER)) {
      XrpcParams params = XrpcParams.parse(request.prologue().query().rawValue());
      return pages.user(
          ImageName.owner(path.substring(USER.length())),
          params.optionalText("after").flatMap(RepositoryName::parse));
    }
    throw OciError.NAME_UNKNOWN.exception("there is no such page");
  }

  private static void send(
      ServerRequest request, ServerResponse response, String contentType, byte[] body) {
    String etag = Etags.of(body);
    response.header(HeaderValues.create(HeaderNames.ETAG, etag));
    if (Etags.isIn(request.headers().first(HeaderNames.IF_NONE_MATCH), etag)) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    reply(request, response, contentType, body);
  }

  private static void reply(
      ServerRequest request, ServerResponse response, String contentType, byte[] body) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
      response.send(new byte[0]);
    } else {
      response.send(body);
    }
  }

  private void fail(OciException refusal, ServerRequest request, ServerResponse response) {
    response.status(Status.create(refusal.status()));
    refusal
        .retryAfter()
        .ifPresent(
            pause ->
                response.header(
                    HeaderValues.create(HeaderNames.RETRY_AFTER, Math.max(1, pause.toSeconds()))));
    response.header(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"));
    reply(request, response, HTML, pages.failure(refusal).getBytes(StandardCharsets.UTF_8));
  }
}
