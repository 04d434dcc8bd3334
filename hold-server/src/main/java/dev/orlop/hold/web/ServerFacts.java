package dev.orlop.hold.web;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the server says of itself: describeServer, health, its DID document, and handles. */
final class ServerFacts implements HttpService {
  private static final String BANNER =
      """
      This is Orlop, a hold for container images on the AT Protocol.
      Most of it is under /xrpc/
      """;

  private final HoldIdentity identity;
  private final IdentityDirectory directory;
  private final String version;

  ServerFacts(HoldIdentity identity, IdentityDirectory directory, String version) {
    this.identity = identity;
    this.directory = directory;
    this.version = version;
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .query(Nsids.SERVER_DESCRIBE_SERVER, this::describeServer)
        .query(Nsids.IDENTITY_RESOLVE_HANDLE, this::resolveHandle)
        .plainQuery("_health", this::health);
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/", (_, response) -> text(response, BANNER))
        .get("/robots.txt", (_, response) -> text(response, "User-agent: *\nAllow: /\n"))
        .get("/.well-known/did.json", this::didDocument)
        .get(
            "/.well-known/atproto-did", (_, response) -> text(response, identity.did().toString()));
  }

  private static void text(ServerResponse response, String text) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8"));
    response.header(HeaderValues.create("Access-Control-Allow-Origin", "*"));
    response.send(text.getBytes(StandardCharsets.UTF_8));
  }

  private void didDocument(ServerRequest request, ServerResponse response) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
    response.header(HeaderValues.create("Access-Control-Allow-Origin", "*"));
    response.send(DataJson.write(identity.document().toData()));
  }

  private void describeServer(XrpcCall call) {
    call.reply(
        DataMap.builder()
            .put("did", identity.did().toString())
            .put("availableUserDomains", List.of())
            .put("inviteCodeRequired", true)
            .build());
  }

  private void health(XrpcCall call) {
    call.reply(DataMap.builder().put("version", version).build());
  }

  private void resolveHandle(XrpcCall call) {
    Handle handle = call.params().required("handle", Handle::parse);
    if (identity.isNamedBy(handle)) {
      reply(call, identity.did());
      return;
    }
    switch (directory.did(handle)) {
      case Resolution.Found<Did>(Did did) -> reply(call, did);
      case Resolution.NotFound<Did> _ -> throw XrpcError.HANDLE_NOT_FOUND.exception();
      case Resolution.Failed<Did>(String reason, _) ->
          throw XrpcError.UPSTREAM_FAILURE.exception("Unable to resolve handle: " + reason);
    }
  }

  private static void reply(XrpcCall call, Did did) {
    call.reply(DataMap.builder().put("did", did.toString()).build());
  }
}
