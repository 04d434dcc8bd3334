package dev.orlop.appview.web;

import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.page.Asset;
import dev.orlop.appview.page.Pages;
import dev.orlop.atproto.xrpc.GoneClient;
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
import java.util.Optional;

/** Pages for people. Answers for every path that nothing else does; so it is registered last. */
final class PageRoutes implements HttpService {
  private static final Logger LOG = System.getLogger(PageRoutes.class.getName());
  private static final String USER = "/u/";
  private static final String REPOSITORY = "/r/";

  /** Asked about each time; the tag of what has not changed makes that cheap. */
  private static final Header ASK_AGAIN =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

  private static final Header FOR_GOOD =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");

  private final Pages pages;
  private final PageReply reply;

  PageRoutes(Pages pages, PageReply reply) {
    this.pages = pages;
    this.reply = reply;
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
    String requestId = reply.common(request, response);
    try {
      answer(request, response);
    } catch (OciException refusal) {
      reply.fail(refusal, request, response);
    } catch (XrpcException _) {
      reply.fail(
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
      reply.fail(OciError.UNKNOWN.exception(), request, response);
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
      send(request, response, PageReply.HTML, html.getBytes(StandardCharsets.UTF_8));
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
    PageReply.send(request, response, contentType, body);
  }
}
