package dev.orlop.hold.web;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.pds.accounts.HostingSettings;
import dev.orlop.lexicons.Nsids;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the server says of itself: describeServer, health, its DID document, and handles. */
final class ServerFacts implements HttpService {
  private static final String BANNER =
      """
      This is Orlop, a hold for container images on the AT Protocol.
      Most of it is under /xrpc/
      """;

  private final HostedIdentities identities;
  private final HostingSettings accounts;
  private final IdentityDirectory directory;
  private final long maxBlobBytes;
  private final String version;

  ServerFacts(
      HostedIdentities identities,
      HostingSettings accounts,
      IdentityDirectory directory,
      long maxBlobBytes,
      String version) {
    this.identities = identities;
    this.accounts = accounts;
    this.directory = directory;
    this.maxBlobBytes = maxBlobBytes;
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
        .get("/.well-known/atproto-did", this::handleFile);
  }

  private static void text(ServerResponse response, String text) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8"));
    response.header(HeaderValues.create("Access-Control-Allow-Origin", "*"));
    response.send(text.getBytes(StandardCharsets.UTF_8));
  }

  private void didDocument(ServerRequest request, ServerResponse response) {
    Optional<DidDocument> document = identities.documentAt(host(request));
    if (document.isEmpty()) {
      response.status(Status.NOT_FOUND_404);
      text(response, "There is no such account here\n");
      return;
    }
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
    response.header(HeaderValues.create("Access-Control-Allow-Origin", "*"));
    response.send(DataJson.write(document.get().toData()));
  }

  private void handleFile(ServerRequest request, ServerResponse response) {
    Optional<Did> did = identities.didAt(host(request));
    if (did.isEmpty()) {
      response.status(Status.NOT_FOUND_404);
    }
    text(response, did.map(Did::toString).orElse("There is no such account here\n"));
  }

  /** The host that was asked for, in lower case; one that no handle can be is nobody's. */
  private static String host(ServerRequest request) {
    String host = request.headers().first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
    int port = host.lastIndexOf(':');
    String name = port < 0 ? host : host.substring(0, port);
    try {
      return Handle.parse(name).value();
    } catch (InvalidSyntaxException _) {
      return "";
    }
  }

  private void describeServer(XrpcCall call) {
    List<DataValue> domains =
        accounts.enabled()
            ? identities.endings().stream().<DataValue>map(DataValue.Text::new).toList()
            : List.of();
    call.reply(
        DataMap.builder()
            .put("did", identities.server().did().toString())
            .put("availableUserDomains", domains)
            .put("blobUploadLimit", maxBlobBytes)
            .put("inviteCodeRequired", accounts.invites() || !accounts.enabled())
            .build());
  }

  private void health(XrpcCall call) {
    call.reply(DataMap.builder().put("version", version).build());
  }

  private void resolveHandle(XrpcCall call) {
    Handle handle = call.params().required("handle", Handle::parse);
    // A hosted handle is our own word, whatever the directory of DIDs says of it by now.
    switch (identities.did(handle).orElseGet(() -> directory.did(handle))) {
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
