package dev.orlop.appview.web;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Warnings;
import dev.orlop.appview.registry.Blobs;
import dev.orlop.appview.registry.Callers;
import dev.orlop.appview.registry.Manifests;
import dev.orlop.appview.registry.Owners;
import dev.orlop.appview.registry.Uploads;
import dev.orlop.atproto.xrpc.RequestIds;
import dev.orlop.atproto.xrpc.UnreadBody;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything below {@code /v2/}: the OCI distribution specification 1.1. */
public final class OciRoutes implements HttpService {
  /** What the endpoints work with. */
  public record Parts(
      Callers callers,
      Owners owners,
      Challenge challenge,
      Manifests manifests,
      Blobs blobs,
      Uploads uploads) {}

  private final RequestIds requestIds = new RequestIds();
  private final Challenge challenge;
  private final Gate gate;
  private final BlobRoutes blobs;
  private final UploadRoutes uploads;
  private final ManifestRoutes manifests;
  private final ListRoutes lists;

  /** The endpoints of a registry. */
  public OciRoutes(Parts parts) {
    challenge = parts.challenge();
    gate = new Gate(parts.callers(), parts.owners(), parts.challenge());
    blobs = new BlobRoutes(gate, parts.blobs());
    uploads = new UploadRoutes(gate, parts.uploads(), parts.blobs());
    manifests = new ManifestRoutes(gate, parts.manifests());
    lists = new ListRoutes(gate, parts.owners(), parts.manifests());
  }

  @Override
  public void routing(HttpRules rules) {
    rules.route(
        HttpRoute.builder()
            .path(PathMatchers.prefix(OciPath.PREFIX))
            .handler(this::handle)
            .build());
  }

  /** Answers one request; never throws for what a handler does wrong. */
  void handle(ServerRequest request, ServerResponse response) {
    String requestId = requestIds.of(request.headers().first(OciHeaders.REQUEST_ID));
    OciHeaders.common(response, requestId);
    UnreadBody unread = UnreadBody.watch(request);
    try {
      Optional<OciPath> path = OciPath.parse(request.prologue().uriPath().rawPath());
      if (path.isEmpty()) {
        throw OciError.UNSUPPORTED.exception("there is no such endpoint").withStatus(404);
      }
      OciCall call = new OciCall(path.get(), request, response);
      if (!path.get().kind().methods().contains(call.method())) {
        throw notAllowed(call);
      }
      Warnings.gathering(() -> handle(call));
    } catch (Throwable thrown) {
      if (thrown instanceof OciException refusal && refusal.status() == 401) {
        challenge(response);
      }
      OciErrors.answer(thrown, request, unread, response, requestId);
    }
  }

  /** What is behind the gate may want somebody to sign in, too: no client does so unasked. */
  private void challenge(ServerResponse response) {
    if (!response.headers().contains(HeaderNames.WWW_AUTHENTICATE)) {
      response.header(HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, challenge.header()));
    }
  }

  private static RuntimeException notAllowed(OciCall call) {
    call.header(
        HeaderNames.ALLOW,
        call.path().kind().methods().stream().map(Method::text).collect(Collectors.joining(", ")));
    return OciError.UNSUPPORTED.exception();
  }

  private void handle(OciCall call) throws IOException {
    switch (call.path().kind()) {
      case PING -> {
        gate.requireToken(call);
        call.reply(DataMap.EMPTY);
      }
      case CATALOG -> lists.catalog(call);
      case TAGS -> lists.tags(call);
      case REFERRERS -> lists.referrers(call);
      case UPLOADS -> uploads.post(call);
      case BLOB -> {
        if (call.method().equals(Method.DELETE)) {
          blobs.delete(call);
        } else {
          blobs.get(call);
        }
      }
      case MANIFEST -> manifest(call);
      case UPLOAD -> upload(call);
    }
  }

  private void manifest(OciCall call) throws IOException {
    switch (call.method().text()) {
      case "PUT" -> manifests.put(call);
      case "DELETE" -> manifests.delete(call);
      default -> manifests.get(call);
    }
  }

  private void upload(OciCall call) throws IOException {
    switch (call.method().text()) {
      case "PATCH" -> uploads.patch(call);
      case "PUT" -> uploads.put(call);
      case "DELETE" -> uploads.delete(call);
      default -> uploads.get(call);
    }
  }
}
