package dev.orlop.atproto.xrpc;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The table of methods, and their bridge onto the web server's routing. Finds the method, refuses
 * what can be refused before the handler runs, and answers for what the handler throws.
 *
 * <p>{@code router.routing(httpRoutingBuilder)} puts it at {@code /xrpc/} with one route, which is
 * the shortest way through the web server; {@code register(router)} works as well.
 */
public final class XrpcRouter implements HttpService {
  /** Where methods are found. */
  public static final String PREFIX = "/xrpc/";

  private final Map<String, XrpcRoute> routes;
  private final XrpcSchema schema;
  private final Function<Throwable, Optional<XrpcException>> translator;
  private final RequestIds requestIds = new RequestIds();

  private XrpcRouter(
      Map<String, XrpcRoute> routes,
      XrpcSchema schema,
      Function<Throwable, Optional<XrpcException>> translator) {
    this.routes = Map.copyOf(routes);
    this.schema = schema;
    this.translator = translator;
  }

  /** An empty table. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void routing(HttpRules rules) {
    rules.route(
        HttpRoute.builder().path(PathMatchers.prefix("/xrpc")).handler(this::handle).build());
  }

  /** Answers one request; never throws for what a handler does wrong. */
  public void handle(ServerRequest request, ServerResponse response) {
    String requestId = requestIds.of(request.headers().first(ResponseHeaders.REQUEST_ID));
    ResponseHeaders.common(response, requestId);
    UnreadBody unread = UnreadBody.watch(request);
    try {
      Method verb = request.prologue().method();
      if (verb.equals(Method.OPTIONS)) {
        ResponseHeaders.preflight(response);
        response.status(Status.NO_CONTENT_204).send();
        return;
      }
      XrpcRoute route = find(request.prologue().uriPath().rawPathNoParams());
      if (!route.accepts(verb)) {
        throw XrpcError.INVALID_REQUEST.exception(
            "Incorrect HTTP method (" + verb.text() + ") expected " + route.verb().text());
      }
      RequestBody.check(request, route.input());
      XrpcCall call = new XrpcCall(route, schema, request, response, requestId);
      schema.checkParams(route.name(), call.params());
      route.handler().handle(call);
    } catch (Throwable thrown) {
      Throwable told = translator.apply(thrown).<Throwable>map(Function.identity()).orElse(thrown);
      XrpcErrorMapper.answer(told, request, unread, response, requestId);
    }
  }

  private XrpcRoute find(String path) {
    String name = path.length() > PREFIX.length() ? path.substring(PREFIX.length()) : "";
    XrpcRoute route = routes.get(name);
    if (route != null) {
      return route;
    }
    try {
      Nsid.parse(name);
    } catch (InvalidSyntaxException _) {
      throw XrpcError.INVALID_REQUEST.exception("Invalid XRPC path");
    }
    throw XrpcError.METHOD_NOT_IMPLEMENTED.exception();
  }

  /** Collects the table. */
  public static final class Builder {
    private final Map<String, XrpcRoute> routes = new HashMap<>();
    private XrpcSchema schema = XrpcSchema.NONE;
    private Function<Throwable, Optional<XrpcException>> translator = _ -> Optional.empty();

    private Builder() {}

    /** Checks every call with {@code schema}. */
    public Builder schema(XrpcSchema schema) {
      this.schema = schema;
      return this;
    }

    /** Asks {@code translator} first what to say of whatever a handler throws. */
    public Builder translating(Function<Throwable, Optional<XrpcException>> newTranslator) {
      this.translator = newTranslator;
      return this;
    }

    /** A GET, which answers HEAD too. */
    public Builder query(Nsid method, XrpcHandler handler) {
      return add(new XrpcRoute(method.value(), Method.GET, XrpcInput.NONE, handler));
    }

    /** A GET under a name that is no NSID, such as {@code _health}. */
    public Builder plainQuery(String name, XrpcHandler handler) {
      return add(new XrpcRoute(name, Method.GET, XrpcInput.NONE, handler));
    }

    /** A POST with a JSON object. */
    public Builder procedure(Nsid method, XrpcHandler handler) {
      return procedure(method, XrpcInput.JSON, handler);
    }

    /** A POST with the given input. */
    public Builder procedure(Nsid method, XrpcInput input, XrpcHandler handler) {
      return add(new XrpcRoute(method.value(), Method.POST, input, handler));
    }

    /** A PUT of bytes, which XRPC itself does not have: for upload URLs that a hold gives out. */
    public Builder put(Nsid method, XrpcInput input, XrpcHandler handler) {
      return add(new XrpcRoute(method.value(), Method.PUT, input, handler));
    }

    /** The finished table. */
    public XrpcRouter build() {
      return new XrpcRouter(routes, schema, translator);
    }

    private Builder add(XrpcRoute route) {
      if (routes.putIfAbsent(route.name(), route) != null) {
        throw new IllegalStateException("two routes for " + route.name());
      }
      return this;
    }
  }
}
