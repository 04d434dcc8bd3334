package dev.orlop.cli.arrangement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.firehose.FirehoseException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.Customer;
import dev.orlop.cli.Customer.Image;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.devnet.SignIn;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures an arrangement with several replicas, for {@code scripts/bench scale}; no test.
 * Arguments: a folder, how many replicas, how many seconds each. One line of JSON.
 */
final class Scale {
  private static final int WRITERS = 16;
  private static final int PULLERS = 16;
  private static final int SUBSCRIBERS = 6;

  private final Arrangement all;
  private final Duration span;
  private final List<URI> replicas;

  private Scale(Arrangement all, Duration span) {
    this.all = all;
    this.span = span;
    this.replicas = all.holds().stream().map(Server::address).toList();
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    Arrangement all = new Arrangement(folder, count, 1);
    try {
      Scale scale = new Scale(all, Duration.ofSeconds(Long.parseLong(args[2])));
      new Customer(all.registry(), all.alice()).push("app", "1", Image.of("scale"));
      double pushes = scale.pushes();
      double pulls = scale.pulls();
      double events = scale.events();
      System.out.printf(
          "{\"replicas\":%d,\"pushes\":%.0f,\"pulls\":%.0f,\"events\":%.0f}%n",
          count, pushes, pulls, events);
    } finally {
      all.close();
    }
  }

  @FunctionalInterface
  private interface Act {
    void run(URI replica) throws Exception;
  }

  /** How often in a second all threads together get something done, each with one replica. */
  private double rate(int threads, Act act) throws Exception {
    AtomicLong done = new AtomicLong();
    long warm = System.nanoTime() + span.toNanos() / 2;
    long end = warm + span.toNanos();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        URI replica = replicas.get(i % replicas.size());
        running.add(
            pool.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    act.run(replica);
                    if (System.nanoTime() > warm) {
                      done.incrementAndGet();
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return done.get() * 1e9 / span.toNanos();
  }

  /** Pushes that the hold is told of: each is one commit of two records or more. */
  private double pushes() throws Exception {
    String token = serviceToken(Nsids.HOLD_NOTIFY_MANIFEST);
    Image image = Image.of("scale");
    AtomicLong number = new AtomicLong();
    return rate(
        WRITERS,
        replica -> {
          DataMap config =
              DataMap.builder()
                  .put("mediaType", "application/vnd.oci.image.config.v1+json")
                  .put("digest", Customer.digest(image.config()).toString())
                  .build();
          String name = "manifest " + number.incrementAndGet();
          DataMap body =
              DataMap.builder()
                  .put("repository", "app")
                  .put("userDid", all.alice().did().toString())
                  .put("manifestDigest", Customer.digest(name.getBytes(UTF_8)).toString())
                  .put("operation", "push")
                  .put("manifest", DataMap.builder().put("config", config).build())
                  .build();
          DataMap unused =
              XrpcClient.builder(replica)
                  .tokens(_ -> Optional.of(token))
                  .build()
                  .procedure(Nsids.HOLD_NOTIFY_MANIFEST, body);
        });
  }

  /** Alice says for whom she speaks, as her AppView has it said. */
  private String serviceToken(Nsid method) {
    DevnetState.Account alice = all.alice();
    XrpcQuery query =
        XrpcQuery.of("aud", did())
            .with("lxm", method)
            .with("exp", System.currentTimeMillis() / 1000 + 240);
    return SignIn.at(all.pds(), alice.did(), alice.password())
        .query(Nsids.SERVER_GET_SERVICE_AUTH, query)
        .text("token")
        .orElseThrow();
  }

  private Did did() {
    return Did.parse("did:web:localhost%3A" + all.hold().getPort());
  }

  /** Pulls that are counted and sent to the bucket. */
  private double pulls() throws Exception {
    String path =
        "/xrpc/com.atproto.sync.getBlob?repo=app&did="
            + all.alice().did()
            + "&cid="
            + Customer.digest(Image.of("scale").config());
    try (HttpClient http = HttpClient.newHttpClient()) {
      return rate(
          PULLERS,
          replica -> {
            HttpRequest pull = HttpRequest.newBuilder(replica.resolve(path)).build();
            int status = http.send(pull, BodyHandlers.discarding()).statusCode();
            if (status != 307) {
              throw new IOException("status " + status);
            }
          });
    }
  }

  /** Events that subscribers together are told from the first on. */
  private double events() throws Exception {
    AtomicLong told = new AtomicLong();
    long from = System.nanoTime();
    long end = from + span.toNanos();
    try (ExecutorService pool = Executors.newFixedThreadPool(SUBSCRIBERS)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < SUBSCRIBERS; i++) {
        URI replica = replicas.get(i % replicas.size());
        running.add(
            pool.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    told.addAndGet(readAll(replica, end));
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return told.get() * 1e9 / (System.nanoTime() - from);
  }

  private static long readAll(URI replica, long end) throws InterruptedException {
    long count = 0;
    try (HttpClient http = HttpClient.newHttpClient();
        FirehoseClient client = FirehoseClient.connect(http, replica, OptionalLong.of(0))) {
      while (System.nanoTime() < end && client.nextMessage(Duration.ofMillis(300)).isPresent()) {
        count++;
      }
    } catch (FirehoseException _) {
      // All was read, and nothing new comes.
    }
    return count;
  }
}
