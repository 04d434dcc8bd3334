package dev.orlop.cli.arrangement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.firehose.FirehoseException;
import dev.orlop.atproto.firehose.Frame;
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
import dev.orlop.testkit.ChildJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures an arrangement with several replicas, for {@code scripts/bench scale}; no test.
 * Arguments: a folder, how many replicas, how many seconds each. One line of JSON; with one replica
 * another one, of uploads.
 */
final class Scale {
  private static final int WRITERS = 16;
  private static final int PULLERS = 16;
  private static final int SUBSCRIBERS = 6;
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
    Arrangement all = new Arrangement(folder, count, 1, ChildJvm.Life.LONG);
    try {
      Scale scale = new Scale(all, Duration.ofSeconds(Long.parseLong(args[2])));
      new Customer(all.registry(), all.alice()).push("app", "1", Image.of("scale"));
      double pushes = scale.pushes();
      double pulls = scale.pulls();
      double events = scale.events();
      System.out.printf(
          "{\"replicas\":%d,\"pushes\":%.0f,\"pulls\":%.0f,\"events\":%.0f}%n",
          count, pushes, pulls, events);
      if (count == 1) {
        System.out.println(new ScaleOfUploads(all, scale.tokens()).measure());
      }
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
    Map<URI, XrpcClient> clients = new HashMap<>();
    for (URI replica : replicas) {
      clients.put(replica, XrpcClient.builder(replica).tokens(tokens()).build());
    }
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
              Optional.ofNullable(clients.get(replica))
                  .orElseThrow()
                  .procedure(Nsids.HOLD_NOTIFY_MANIFEST, body);
        });
  }

  /** Alice's, one for each method. */
  private XrpcClient.TokenSource tokens() {
    Map<Nsid, String> tokens = new ConcurrentHashMap<>();
    return method -> Optional.of(tokens.computeIfAbsent(method, this::serviceToken));
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

  /** Pulls that are counted and sent to the bucket, by as many of {@code wrk} as replicas. */
  private double pulls() throws Exception {
    String path =
        "/xrpc/com.atproto.sync.getBlob?repo=app&did="
            + all.alice().did()
            + "&cid="
            + Customer.digest(Image.of("scale").config());
    double unused = pulls(path, span.dividedBy(2));
    return pulls(path, span);
  }

  private double pulls(String path, Duration time) throws Exception {
    List<Process> running = new ArrayList<>();
    for (URI replica : replicas) {
      running.add(
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c" + PULLERS / replicas.size(),
                  "-d" + Math.max(1, time.toSeconds()),
                  replica.resolve(path).toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    double sum = 0;
    for (Process one : running) {
      String said = new String(one.getInputStream().readAllBytes(), UTF_8);
      if (one.waitFor() != 0 || said.contains("Non-2xx")) {
        throw new IOException(said);
      }
      sum += Double.parseDouble(said.replaceAll("(?s).*Requests/sec: *([0-9.]+).*", "$1"));
    }
    return sum;
  }

  /** Events that subscribers together are told, each from the first to the last and again. */
  private double events() throws Exception {
    long last = lastSeq(replicas.getFirst());
    AtomicLong told = new AtomicLong();
    double unused = rate(SUBSCRIBERS, replica -> readAll(replica, last));
    double readings = rate(SUBSCRIBERS, replica -> told.set(readAll(replica, last)));
    return readings * told.get();
  }

  private static long lastSeq(URI replica) throws InterruptedException {
    long last = 0;
    try (FirehoseClient client = FirehoseClient.connect(replica, OptionalLong.of(0))) {
      Optional<Frame> frame = client.next(SILENCE);
      while (frame.isPresent()) {
        if (frame.get() instanceof Event event) {
          last = event.seq();
        }
        frame = client.next(SILENCE);
      }
    } catch (FirehoseException _) {
      // Nothing came any more.
    }
    return last;
  }

  /** How many there were. */
  private static long readAll(URI replica, long last)
      throws InterruptedException, FirehoseException {
    long count = 0;
    try (FirehoseClient client = FirehoseClient.connect(replica, OptionalLong.of(0))) {
      long seq = 0;
      while (seq < last) {
        if (client.next(PATIENCE).orElseThrow() instanceof Event event) {
          seq = event.seq();
          count++;
        }
      }
    }
    return count;
  }
}
