package dev.orlop.appview.pds;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of repos on 127.0.0.1: getRecord, listRecords with pages of 100 from the last key to the
 * first, getBlob. Can be made to fail, or to hang.
 */
public final class FakePds implements AutoCloseable {
  private static final int MAX_PAGE = 100;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<Did, Map<RepoPath, DataMap>> repos = new ConcurrentHashMap<>();
  private final Map<Cid, byte[]> blobs = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Mode mode = new Mode.Fine();

  private sealed interface Mode {
    record Fine() implements Mode {}

    record Failing(int status, Map<String, String> headers, String body) implements Mode {}

    record Hanging() implements Mode {}
  }

  public FakePds() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/xrpc/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All requests so far: method and query. */
  public List<String> requests() {
    return requests;
  }

  /** How many requests there were for a method. */
  public long asked(String method) {
    return requests.stream().filter(one -> one.startsWith(method + "?")).count();
  }

  public void host(Did repo) {
    records(repo);
  }

  private Map<RepoPath, DataMap> records(Did repo) {
    return repos.computeIfAbsent(repo, _ -> new ConcurrentHashMap<>());
  }

  public void leave(Did repo) {
    repos.remove(repo);
  }

  public void put(Did repo, Nsid collection, RecordKey rkey, DataMap record) {
    records(repo).put(new RepoPath(collection, rkey), record);
  }

  public void delete(Did repo, Nsid collection, RecordKey rkey) {
    records(repo).remove(new RepoPath(collection, rkey));
  }

  public BlobRef putBlob(byte[] bytes, String type) {
    Cid cid = Cid.hash(Cid.Codec.RAW, bytes);
    blobs.put(cid, bytes);
    return new BlobRef(cid, type, bytes.length);
  }

  /** Other bytes under the CID of a blob, as a bad disk would have them. */
  public void spoil(Cid cid, byte[] bytes) {
    blobs.put(cid, bytes);
  }

  public void dropBlob(Cid cid) {
    blobs.remove(cid);
  }

  public void fail(int status, Map<String, String> headers) {
    mode = new Mode.Failing(status, headers, "{}");
  }

  public void refuse(int status, String body) {
    mode = new Mode.Failing(status, Map.of(), body);
  }

  /** Takes requests, and does not answer them. */
  public void hang() {
    mode = new Mode.Hanging();
  }

  public void recover() {
    mode = new Mode.Fine();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestURI().getPath().substring("/xrpc/".length());
    requests.add(method + "?" + exchange.getRequestURI().getQuery());
    switch (mode) {
      case Mode.Failing(int status, var headers, String body) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        reply(exchange, status, body.getBytes(StandardCharsets.UTF_8));
      }
      case Mode.Hanging _ -> {
        try {
          end.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
      case Mode.Fine _ -> answer(exchange, method, params(exchange));
    }
  }

  private void answer(HttpExchange exchange, String method, Map<String, String> params)
      throws IOException {
    String repo = params.getOrDefault("repo", params.getOrDefault("did", ""));
    Map<RepoPath, DataMap> records = repos.get(Did.parse(repo));
    if (records == null) {
      refuse(exchange, "RepoNotFound");
      return;
    }
    switch (method) {
      case "com.atproto.repo.getRecord" -> {
        String rkey = params.getOrDefault("rkey", "");
        DataMap record = collection(records, params).get(rkey);
        if (record == null) {
          refuse(exchange, "RecordNotFound");
        } else {
          reply(exchange, 200, DataJson.write(shown(params, rkey, record)));
        }
      }
      case "com.atproto.repo.listRecords" ->
          reply(exchange, 200, DataJson.write(page(collection(records, params), params)));
      case "com.atproto.sync.getBlob" -> {
        byte[] bytes = blobs.get(Cid.parse(params.getOrDefault("cid", "")));
        if (bytes == null) {
          refuse(exchange, "BlobNotFound");
        } else {
          reply(exchange, 200, bytes);
        }
      }
      default -> reply(exchange, 501, new byte[0]);
    }
  }

  private static NavigableMap<String, DataMap> collection(
      Map<RepoPath, DataMap> records, Map<String, String> params) {
    Nsid collection = Nsid.parse(params.getOrDefault("collection", ""));
    NavigableMap<String, DataMap> found = new TreeMap<>();
    records.forEach(
        (path, record) -> {
          if (path.collection().equals(collection)) {
            found.put(path.rkey().value(), record);
          }
        });
    return found;
  }

  private static DataMap page(NavigableMap<String, DataMap> records, Map<String, String> params) {
    int limit = Math.min(MAX_PAGE, Integer.parseInt(params.getOrDefault("limit", "50")));
    String cursor = params.get("cursor");
    NavigableMap<String, DataMap> rest =
        cursor == null ? records.descendingMap() : records.headMap(cursor, false).descendingMap();
    List<Map.Entry<String, DataMap>> page = rest.entrySet().stream().limit(limit).toList();
    DataMap.Builder answer =
        DataMap.builder()
            .put(
                "records",
                page.stream().map(one -> shown(params, one.getKey(), one.getValue())).toList());
    if (page.size() == limit) {
      answer.put("cursor", page.getLast().getKey());
    }
    return answer.build();
  }

  private static DataMap shown(Map<String, String> params, String rkey, DataMap record) {
    return DataMap.builder()
        .put("uri", "at://" + params.get("repo") + "/" + params.get("collection") + "/" + rkey)
        .put("cid", DagCbor.cid(record).toString())
        .put("value", record)
        .build();
  }

  private static void refuse(HttpExchange exchange, String error) throws IOException {
    DataMap body = DataMap.builder().put("error", error).put("message", "no").build();
    reply(exchange, 400, DataJson.write(body));
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> params(HttpExchange exchange) {
    Map<String, String> params = new HashMap<>();
    for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      params.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return params;
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.close();
  }
}
