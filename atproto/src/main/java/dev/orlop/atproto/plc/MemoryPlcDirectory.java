package dev.orlop.atproto.plc;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Answers {@code GET /<did>} as plc.directory does, on 127.0.0.1, from memory.
 *
 * <p>It also answers {@code GET /.well-known/atproto-did} for the handles of its accounts, by the
 * Host header, so that handles in {@code .test} resolve on one machine: give {@code
 * WellKnownHandleResolver} this directory's port.
 */
public final class MemoryPlcDirectory implements AutoCloseable {
  private final ConcurrentMap<Did, DidDocument> documents = new ConcurrentHashMap<>();
  private final WebServer server;

  private MemoryPlcDirectory(int port) {
    HttpRouting.Builder routing =
        HttpRouting.builder()
            .get("/.well-known/atproto-did", this::handleFile)
            .get("/_health", (_, response) -> response.send("{\"version\":\"memory\"}"))
            .get("/{did}", this::document);
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(port)
            .shutdownHook(false)
            .addRouting(routing)
            .build()
            .start();
  }

  /**
   * Starts one.
   *
   * @param port where; 0 for any that is free
   */
  public static MemoryPlcDirectory start(int port) {
    return new MemoryPlcDirectory(port);
  }

  /** Its address, to be configured as the directory. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Its port. */
  public int port() {
    return server.port();
  }

  /** Creates an account whose own key may also change it; the DID follows from all of this. */
  public Did create(Handle handle, SigningKey key, URI pds) {
    Did did = PlcGenesis.create(key, key, handle, pds).did();
    register(DidDocument.of(did, handle, key.publicKey(), pds));
    return did;
  }

  /** Makes {@code document} what is known of its DID, in place of anything before. */
  public void register(DidDocument document) {
    documents.put(document.id(), document);
  }

  /** Forgets {@code did}, as a tombstone does. */
  public void remove(Did did) {
    documents.remove(did);
  }

  /** What is known of {@code did}. */
  public Optional<DidDocument> find(Did did) {
    return Optional.ofNullable(documents.get(did));
  }

  private void document(ServerRequest request, ServerResponse response) {
    String text = request.path().pathParameters().get("did");
    Optional<DidDocument> found = parse(text).flatMap(this::find);
    if (found.isPresent()) {
      send(response, "application/did+ld+json", found.get().toData());
    } else {
      response.status(Status.NOT_FOUND_404);
      send(
          response,
          "application/json",
          DataMap.builder().put("message", "DID not registered").build());
    }
  }

  private static Optional<Did> parse(String text) {
    try {
      return Optional.of(Did.parse(text)).filter(Did::isPlc);
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  private static void send(ServerResponse response, String type, DataMap body) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, type));
    response.send(DataJson.write(body));
  }

  private void handleFile(ServerRequest request, ServerResponse response) {
    String host = request.requestedUri().host().toLowerCase(Locale.ROOT);
    for (DidDocument document : documents.values()) {
      if (document.handle().filter(handle -> handle.value().equals(host)).isPresent()) {
        response.header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN);
        response.send(document.id().value());
        return;
      }
    }
    response.status(Status.NOT_FOUND_404).send();
  }

  @Override
  public void close() {
    server.stop();
  }
}
