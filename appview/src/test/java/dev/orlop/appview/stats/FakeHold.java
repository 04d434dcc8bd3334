package dev.orlop.appview.stats;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.TestNetwork;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.xrpc.XrpcParams;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A hold that only counts: its captain's record, getStats, listStats. Can be made to misbehave. */
public final class FakeHold implements AutoCloseable {
  public final Did did;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, Long> pulls = new ConcurrentSkipListMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<Did> successor = Optional.empty();
  private volatile String broken = "";
  private volatile int status = 200;
  private volatile Optional<String> body = Optional.empty();

  public FakeHold(TestNetwork net, String did) {
    this.did = Did.parse(did);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/xrpc/", this::handle);
    server.setExecutor(threads);
    server.start();
    publish(net, this.did);
  }

  /** The document of a DID under which the hold answers. */
  void publish(TestNetwork net, Did name) {
    net.document(
        new DidDocument(
            name,
            List.of(),
            List.of(),
            List.of(new DidDocument.Service("#atcr_hold", "AtcrHold", origin()))));
  }

  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Has counted so many pulls, and one push. */
  public FakeHold counts(String repository, long count) {
    pulls.put(repository, count);
    return this;
  }

  void movesTo(Did next) {
    successor = Optional.of(next);
  }

  /** Does not answer that method. */
  void hangs(String method) {
    broken = method;
    body = Optional.empty();
  }

  /** Answers that method so. */
  public void answers(String method, int newStatus, String newBody) {
    broken = method;
    status = newStatus;
    body = Optional.of(newBody);
  }

  /** Answers as it should again. */
  void recovers() {
    broken = "";
  }

  long asked(String method) {
    return requests.stream().filter(method::equals).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestURI().getPath().substring("/xrpc/".length());
    requests.add(method);
    XrpcParams params = XrpcParams.parse(exchange.getRequestURI().getRawQuery());
    if (!broken.isEmpty() && method.endsWith(broken)) {
      if (body.isEmpty()) {
        await();
        exchange.close();
      } else {
        reply(exchange, status, body.get().getBytes(StandardCharsets.UTF_8));
      }
      return;
    }
    switch (method) {
      case "com.atproto.repo.getRecord" -> captain(exchange);
      case "io.atcr.hold.getStats" ->
          reply(exchange, 200, DataJson.write(stats(params.text("did"), params.text("repo"))));
      case "io.atcr.hold.listStats" -> reply(exchange, 200, DataJson.write(page(params)));
      default -> reply(exchange, 501, new byte[0]);
    }
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void captain(HttpExchange exchange) throws IOException {
    DataMap record =
        DataMap.builder()
            .put("$type", Nsids.HOLD_CAPTAIN.toString())
            .put("owner", TestNetwork.ALICE.toString())
            .put("public", true)
            .putIfPresent("successor", successor)
            .build();
    reply(exchange, 200, DataJson.write(DataMap.builder().put("value", record).build()));
  }

  private DataMap page(XrpcParams params) {
    int limit = params.integer("limit", 1, 100, 50);
    String after = params.optionalText("cursor").orElse("");
    List<String> names =
        new TreeMap<>(pulls).tailMap(after, false).keySet().stream().limit(limit).toList();
    DataMap.Builder page =
        DataMap.builder()
            .put("stats", names.stream().map(name -> stats(params.text("did"), name)).toList());
    if (names.size() == limit) {
      page.put("cursor", names.getLast());
    }
    return page.build();
  }

  private DataMap stats(String owner, String repository) {
    Long count = pulls.get(repository);
    DataMap.Builder stats =
        DataMap.builder()
            .put("did", owner)
            .put("repository", repository)
            .put("pullCount", count == null ? 0 : count)
            .put("pushCount", count == null ? 0 : 1);
    if (count != null) {
      stats
          .put("lastPull", "2026-11-2%dT00:00:00Z".formatted(count % 10))
          .put("uri", record(repository).toString())
          .put("cid", DagCbor.cid(DataMap.EMPTY).toString())
          .put("rev", Tid.ofMicros(1_700_000_000_000_000L, 0).toString());
    }
    return stats.build();
  }

  /** Where the hold's signed record of a repository is. */
  public AtUri record(String repository) {
    return AtUri.of(did, Nsids.HOLD_STATS, new RecordKey(repository.replace('/', '~')));
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.close();
  }

  /** A repository of Alice's. */
  static Repository repository(String name) {
    return new Repository(TestNetwork.ALICE, new RepositoryName(name));
  }
}
