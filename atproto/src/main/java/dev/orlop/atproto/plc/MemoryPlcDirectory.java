package dev.orlop.atproto.plc;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Does as plc.directory does, on 127.0.0.1, in memory: takes signed operations, and tells what they
 * come to.
 *
 * <p>It also answers {@code GET /.well-known/atproto-did} for the handles of its accounts, by the
 * Host header, so that handles in {@code .test} resolve on one machine: give {@code
 * WellKnownHandleResolver} this directory's port.
 */
public final class MemoryPlcDirectory implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 16 << 10;

  /** Those that were put here by hand; they have no operations. */
  private final ConcurrentMap<Did, DidDocument> documents = new ConcurrentHashMap<>();

  private final ConcurrentMap<Did, PlcLog> logs = new ConcurrentHashMap<>();
  private final Recorder recorder;
  private final WebServer server;

  /** Is told of each operation that was taken, in order, so that it can be recalled. */
  public interface Recorder {
    /** Keeps nothing. */
    Recorder NONE = (_, _, _) -> {};

    /** An operation was taken. */
    void took(Did did, PlcOperation operation, Instant at);
  }

  private MemoryPlcDirectory(int port, Recorder recorder) {
    this.recorder = recorder;
    HttpRouting.Builder routing =
        HttpRouting.builder()
            .get("/.well-known/atproto-did", this::handleFile)
            .get("/_health", (_, response) -> response.send("{\"version\":\"memory\"}"))
            .get("/{did}", this::document)
            .get("/{did}/data", this::data)
            .get("/{did}/log", this::log)
            .get("/{did}/log/last", this::last)
            .get("/{did}/log/audit", this::audit)
            .post("/{did}", this::post);
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
    return start(port, Recorder.NONE);
  }

  /** The same, with somebody who keeps what it is given. */
  public static MemoryPlcDirectory start(int port, Recorder recorder) {
    return new MemoryPlcDirectory(port, recorder);
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
    PlcGenesis genesis = PlcGenesis.create(key, key, handle, pds);
    if (find(genesis.did()).isEmpty()) {
      submit(genesis.did(), PlcOperation.parse(genesis.operation()));
    }
    return genesis.did();
  }

  /**
   * Takes an operation.
   *
   * @throws InvalidPlcOperationException if it does not fit
   */
  public synchronized void submit(Did did, PlcOperation operation) {
    Instant now = Instant.now();
    recall(did, operation, now);
    recorder.took(did, operation, now);
  }

  /**
   * Takes an operation that was taken at another time.
   *
   * @throws InvalidPlcOperationException if it does not fit
   */
  public synchronized void recall(Did did, PlcOperation operation, Instant at) {
    PlcLog log = new PlcLog(did);
    PlcLog known = logs.putIfAbsent(did, log);
    try {
      (known == null ? log : known).add(operation, at);
    } catch (InvalidPlcOperationException e) {
      if (known == null) {
        logs.remove(did, log);
      }
      throw e;
    }
  }

  /** The operations on a DID, in the order in which they came; undone ones among them. */
  public List<PlcOperation> operations(Did did) {
    PlcLog log = logs.get(did);
    return log == null ? List.of() : log.entries().stream().map(PlcLog.Entry::operation).toList();
  }

  /** Makes {@code document} what is known of its DID, in place of anything before. */
  public void register(DidDocument document) {
    documents.put(document.id(), document);
  }

  /** Forgets {@code did}, as a tombstone does. */
  public void remove(Did did) {
    documents.remove(did);
    logs.remove(did);
  }

  /** What is known of {@code did}. */
  public Optional<DidDocument> find(Did did) {
    DidDocument byHand = documents.get(did);
    return byHand != null
        ? Optional.of(byHand)
        : state(did).map(operation -> operation.state().document(did));
  }

  private Optional<PlcOperation> state(Did did) {
    return Optional.ofNullable(logs.get(did))
        .flatMap(PlcLog::last)
        .filter(operation -> !operation.isTombstone());
  }

  private void post(ServerRequest request, ServerResponse response) throws IOException {
    Optional<Did> did = did(request);
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(MAX_BODY_BYTES);
      if (did.isEmpty()) {
        throw new InvalidPlcOperationException("not a did:plc");
      }
      submit(did.get(), PlcOperation.parse(DataJson.parse(body)));
      response.send();
    } catch (InvalidPlcOperationException | InvalidJsonException e) {
      response.status(Status.BAD_REQUEST_400);
      send(
          response,
          "application/json",
          DataMap.builder().put("message", "Invalid operation: " + e.getMessage()).build());
    }
  }

  private void last(ServerRequest request, ServerResponse response) {
    answer(response, did(request).flatMap(this::state).map(PlcOperation::data));
  }

  private void data(ServerRequest request, ServerResponse response) {
    answer(
        response,
        did(request)
            .flatMap(
                did ->
                    state(did)
                        .map(
                            operation ->
                                operation.state().toData().put("did", did.value()).build())));
  }

  private void log(ServerRequest request, ServerResponse response) {
    answer(
        response,
        entries(request)
            .map(
                entries ->
                    new DataValue.Array(
                        entries.stream()
                            .filter(entry -> !entry.nullified())
                            .<DataValue>map(entry -> entry.operation().data())
                            .toList())));
  }

  private void audit(ServerRequest request, ServerResponse response) {
    String did = request.path().pathParameters().get("did");
    answer(
        response,
        entries(request)
            .map(
                entries ->
                    new DataValue.Array(
                        entries.stream().<DataValue>map(entry -> audited(did, entry)).toList())));
  }

  private static DataMap audited(String did, PlcLog.Entry entry) {
    return DataMap.builder()
        .put("did", did)
        .put("operation", entry.operation().data())
        .put("cid", entry.operation().cid().toString())
        .put("nullified", entry.nullified())
        .put("createdAt", entry.at().toString())
        .build();
  }

  private Optional<List<PlcLog.Entry>> entries(ServerRequest request) {
    return did(request).map(logs::get).map(PlcLog::entries);
  }

  private static Optional<Did> did(ServerRequest request) {
    return parse(request.path().pathParameters().get("did"));
  }

  private static void answer(ServerResponse response, Optional<? extends DataValue> found) {
    if (found.isPresent()) {
      send(response, "application/json", found.get());
    } else {
      notFound(response);
    }
  }

  private static void notFound(ServerResponse response) {
    response.status(Status.NOT_FOUND_404);
    send(
        response,
        "application/json",
        DataMap.builder().put("message", "DID not registered").build());
  }

  private void document(ServerRequest request, ServerResponse response) {
    Optional<DidDocument> found = did(request).flatMap(this::find);
    if (found.isPresent()) {
      send(response, "application/did+ld+json", found.get().toData());
    } else {
      notFound(response);
    }
  }

  private static Optional<Did> parse(String text) {
    try {
      return Optional.of(Did.parse(text)).filter(Did::isPlc);
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  private static void send(ServerResponse response, String type, DataValue body) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, type));
    response.send(DataJson.write(body));
  }

  private void handleFile(ServerRequest request, ServerResponse response) {
    String host = request.requestedUri().host().toLowerCase(Locale.ROOT);
    Optional<Did> did =
        Stream.concat(documents.keySet().stream(), logs.keySet().stream())
            .map(this::find)
            .flatMap(Optional::stream)
            .filter(
                document ->
                    document.handle().filter(handle -> handle.value().equals(host)).isPresent())
            .map(DidDocument::id)
            .findFirst();
    if (did.isPresent()) {
      response.header(HeaderValues.CONTENT_TYPE_TEXT_PLAIN);
      response.send(did.get().value());
    } else {
      response.status(Status.NOT_FOUND_404).send();
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
