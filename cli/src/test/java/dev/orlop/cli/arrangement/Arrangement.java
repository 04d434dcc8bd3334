package dev.orlop.cli.arrangement;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetPorts;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.testkit.ChildJvm;
import dev.orlop.testkit.LocalPostgres;
import dev.orlop.testkit.LocalS3;
import dev.orlop.testkit.RealRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What {@code etc/compose.yaml} sets up, without containers: holds that share a PostgreSQL and a
 * bucket, AppViews that share a Redis, something that balances before each, and, as the network
 * around it, a devnet whose accounts alice.test and bob.test have their repos there. Alice is the
 * captain.
 */
final class Arrangement {
  static final String BUCKET = "images";

  private final Path folder;
  private final ChildJvm jvm;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Devnet devnet;
  private final LocalPostgres postgres;
  private final LocalS3 s3;
  private final RealRedis redis;
  private final Balancer holdBalancer;
  private final Balancer registryBalancer;
  private final List<Server> holds = new ArrayList<>();

  Arrangement(Path folder, int holdCount, int appViewCount, ChildJvm.Life life) throws Exception {
    this.folder = folder;
    this.jvm = new ChildJvm(folder.resolve("jvm"), life);
    try {
      Path data = folder.resolve("devnet");
      devnet = add(Devnet.start(data, new DevnetPorts(0, 0, 0, 0), InstantSource.system()));
      postgres = add(LocalPostgres.start(folder.resolve("postgres")));
      s3 = add(LocalS3.start(Files.createDirectory(folder.resolve("s3"))).withBucket(BUCKET));
      redis = add(RealRedis.start());
      holdBalancer = add(new Balancer());
      registryBalancer = add(new Balancer());
      startHolds(holdCount);
      startAppViews(appViewCount);
      holdBalancer.awaitAll();
      registryBalancer.awaitAll();
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  private void startHolds(int count) throws IOException, InterruptedException {
    // The first makes the keys; the others get them.
    holds.add(hold(0));
    holds.getFirst().awaitReady();
    for (int i = 1; i < count; i++) {
      copy(holdFolder(0).resolve("keys"), holdFolder(i).resolve("keys"));
      holds.add(hold(i));
    }
    for (Server hold : holds) {
      hold.awaitReady();
    }
    holdBalancer.put(holds.stream().map(Server::health).toList());
  }

  private Path holdFolder(int number) {
    return folder.resolve("hold-" + number);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private Server hold(int number) throws IOException {
    int port = freePort();
    DevnetState state = devnet.state();
    Map<String, String> settings = new HashMap<>();
    settings.put("HOLD_OWNER", state.accounts().getFirst().did().toString());
    settings.put("HOLD_PUBLIC", "true");
    settings.put("ORLOP_PUBLIC_URL", hold().toString());
    settings.put("ORLOP_LISTEN_PORT", Integer.toString(port));
    settings.put("ORLOP_TRUSTED_PROXIES", "127.0.0.1");
    settings.put("ORLOP_PLC_DIRECTORY", state.plc().toString());
    settings.put("ORLOP_LOCAL_HANDLE_PORT", Integer.toString(state.plc().getPort()));
    settings.put("ORLOP_DEVELOPMENT", "true");
    settings.put("ORLOP_DATABASE_URL", postgres.url());
    settings.put("ORLOP_BLOBS_DRIVER", "s3");
    settings.put("S3_BUCKET", BUCKET);
    settings.put("S3_ENDPOINT", s3.endpoint().toString());
    settings.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY_ID);
    settings.put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_ACCESS_KEY);
    Path home = Files.createDirectories(holdFolder(number));
    return add(
        new Server(
            jvm,
            List.of("serve", "--dir", home.toString()),
            settings,
            URI.create("http://127.0.0.1:" + port + "/xrpc/_health"),
            folder.resolve("hold-" + number + ".log")));
  }

  private void startAppViews(int count) throws IOException, InterruptedException {
    List<Server> appViews = new ArrayList<>();
    for (int number : IntStream.range(0, count).toArray()) {
      appViews.add(appView(number));
      // The first makes the key that they share.
      appViews.getFirst().awaitReady();
    }
    for (Server appView : appViews) {
      appView.awaitReady();
    }
    registryBalancer.put(appViews.stream().map(Server::health).toList());
  }

  private Server appView(int number) throws IOException {
    int port = freePort();
    DevnetState state = devnet.state();
    Map<String, String> settings = new HashMap<>();
    settings.put("ORLOP_APPVIEW_LISTEN", "127.0.0.1:" + port);
    settings.put("ORLOP_APPVIEW_BASE_URL", registry().toString());
    settings.put("ORLOP_APPVIEW_DEFAULT_HOLD", "did:web:localhost%3A" + holdBalancer.port());
    settings.put("ORLOP_APPVIEW_CACHE", redis.url());
    settings.put("ORLOP_APPVIEW_PLC_DIRECTORY", state.plc().toString());
    settings.put("ORLOP_APPVIEW_LOCAL_HANDLE_PORT", Integer.toString(state.plc().getPort()));
    settings.put("ORLOP_APPVIEW_TRUSTED_PROXIES", "127.0.0.1");
    settings.put("ORLOP_APPVIEW_LIMIT_SIGN_IN", "0");
    settings.put("ORLOP_APPVIEW_DEVELOPMENT", "true");
    return add(
        new Server(
            jvm,
            List.of("appview", "serve", "--dir", folder.resolve("appview").toString()),
            settings,
            URI.create("http://127.0.0.1:" + port + "/xrpc/_health"),
            folder.resolve("appview-" + number + ".log")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The hold, as the world knows it. */
  URI hold() {
    return URI.create("http://localhost:" + holdBalancer.port());
  }

  /** The registry, as the world knows it. */
  URI registry() {
    return URI.create("http://localhost:" + registryBalancer.port());
  }

  /** The replicas of the hold. */
  List<Server> holds() {
    return holds;
  }

  /** Where the bucket is. */
  URI s3() {
    return s3.endpoint();
  }

  LocalPostgres postgres() {
    return postgres;
  }

  /** Returns when all servers are well again. */
  void awaitAll() throws IOException, InterruptedException {
    for (Server hold : holds) {
      // The balancer may not have noticed yet that one was killed.
      hold.awaitReady();
    }
    holdBalancer.awaitAll();
    registryBalancer.awaitAll();
  }

  /** Where the accounts have their repos. */
  URI pds() {
    return devnet.state().hold();
  }

  /** The captain. */
  DevnetState.Account alice() {
    return devnet.state().accounts().getFirst();
  }

  /** Somebody else. */
  DevnetState.Account bob() {
    return devnet.state().accounts().get(1);
  }

  /** With which the hold signs its commits. */
  PublicKey key() throws IOException {
    return KeyFile.read(holdFolder(0).resolve("keys/signing.key")).publicKey();
  }

  void close() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }
}
