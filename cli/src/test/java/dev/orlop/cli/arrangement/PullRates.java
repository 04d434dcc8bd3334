package dev.orlop.cli.arrangement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.Customer;
import dev.orlop.cli.Customer.Image;
import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetPorts;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.devnet.SignIn;
import dev.orlop.lexicons.Nsids;
import dev.orlop.testkit.ChildJvm;
import dev.orlop.testkit.LocalPostgres;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how many pulls a second one hold counts and answers, for {@code scripts/bench scale}; no
 * test: with repo and blobs in a folder, in a database, in a bucket. Needs {@code wrk}. Arguments:
 * a folder, how many seconds each, perhaps a form. A line of JSON for each form.
 */
final class PullRates {
  private static final int CLIENTS = 16;
  private static final String BUCKET = "images";
  private static final Pattern RATE = Pattern.compile("Requests/sec: *([0-9.]+)");
  private static final Pattern COUNT = Pattern.compile("([0-9]+) requests in");

  /** Where things lie. */
  private record Form(String name, boolean database, boolean bucket) {}

  private final Path folder;
  private final long seconds;
  private final ChildJvm jvm;
  private final DevnetState network;
  private final LocalPostgres postgres;
  private final LocalS3 s3;

  private PullRates(
      Path folder, long seconds, DevnetState network, LocalPostgres postgres, LocalS3 s3)
      throws IOException {
    this.folder = folder;
    this.seconds = seconds;
    this.jvm = new ChildJvm(folder.resolve("jvm"), ChildJvm.Life.LONG);
    this.network = network;
    this.postgres = postgres;
    this.s3 = s3;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    try (Devnet devnet =
            Devnet.start(
                folder.resolve("devnet"), new DevnetPorts(0, 0, 0, 0), InstantSource.system());
        LocalPostgres postgres = LocalPostgres.start(folder.resolve("postgres"));
        LocalS3 s3 =
            LocalS3.start(Files.createDirectory(folder.resolve("s3"))).withBucket(BUCKET)) {
      PullRates rates =
          new PullRates(folder, Long.parseLong(args[1]), devnet.state(), postgres, s3);
      for (Form form :
          List.of(
              new Form("folder", false, false),
              new Form("database", true, false),
              new Form("folder-bucket", false, true),
              new Form("database-bucket", true, true))) {
        if (args.length < 3 || args[2].equals(form.name())) {
          rates.measure(form);
        }
      }
    }
  }

  private void measure(Form form) throws Exception {
    int port = freePort();
    Map<String, String> settings = settings(form, port);
    URI at = URI.create("http://localhost:" + port);
    try (Server hold =
        new Server(
            jvm,
            List.of("serve", "--dir", folder.resolve(form.name()).toString()),
            settings,
            at.resolve("/xrpc/_health"),
            folder.resolve(form.name() + ".log"))) {
      hold.awaitReady();
      Digest config = push(at);
      String plain = at + "/xrpc/com.atproto.sync.getBlob?did=" + alice().did() + "&cid=" + config;
      String counted = plain + "&repo=app";
      String token = serviceToken(at, Nsids.SYNC_GET_BLOB);
      Load warm = load(counted, "");
      long before = transactions(form);
      Load pulls = load(counted, "");
      // The server adds up what its processes did about once a second.
      TimeUnit.SECONDS.sleep(2);
      double each = (transactions(form) - before) / (double) pulls.count();
      System.out.printf(
          "{\"form\":\"%s\",\"warm\":%.0f,\"counted\":%.0f,\"withToken\":%.0f,\"uncounted\":%.0f,"
              + "\"transactions\":%.3f}%n",
          form.name(),
          warm.rate(),
          pulls.rate(),
          load(counted, "Authorization: Bearer " + token).rate(),
          load(plain, "").rate(),
          each);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private DevnetState.Account alice() {
    return network.accounts().getFirst();
  }

  private Map<String, String> settings(Form form, int port) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    settings.put("HOLD_OWNER", alice().did().toString());
    settings.put("HOLD_PUBLIC", "true");
    settings.put("ORLOP_PUBLIC_URL", "http://localhost:" + port);
    settings.put("ORLOP_LISTEN_PORT", Integer.toString(port));
    settings.put("ORLOP_PLC_DIRECTORY", network.plc().toString());
    settings.put("ORLOP_LOCAL_HANDLE_PORT", Integer.toString(network.plc().getPort()));
    settings.put("ORLOP_DEVELOPMENT", "true");
    if (form.database()) {
      try (Connection connection = DriverManager.getConnection(postgres.url());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + database(form));
      }
      settings.put(
          "ORLOP_DATABASE_URL",
          postgres.url().replaceFirst("/[^/?]*(\\?|$)", "/" + database(form) + "$1"));
    }
    if (form.bucket()) {
      settings.put("ORLOP_BLOBS_DRIVER", "s3");
      settings.put("S3_BUCKET", BUCKET);
      settings.put("S3_ENDPOINT", s3.endpoint().toString());
      settings.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY_ID);
      settings.put("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET_ACCESS_KEY);
    }
    return settings;
  }

  private static String database(Form form) {
    return form.name().replace('-', '_');
  }

  /** How many transactions there were in the form's database. */
  private long transactions(Form form) throws SQLException {
    if (!form.database()) {
      return 0;
    }
    try (Connection connection = DriverManager.getConnection(postgres.url());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '"
                    + database(form)
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Alice pushes an image of a config alone; gives its digest. */
  private Digest push(URI hold) throws Exception {
    byte[] bytes = Image.of("rates").config();
    Digest config = Customer.digest(bytes);
    DataMap begun =
        call(
            hold,
            Nsids.HOLD_INITIATE_UPLOAD,
            DataMap.builder().put("digest", config.toString()).build());
    String upload = begun.text("uploadId").orElseThrow();
    DataMap target =
        call(
            hold,
            Nsids.HOLD_GET_PART_UPLOAD_URL,
            DataMap.builder().put("uploadId", upload).put("partNumber", 1).build());
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest put =
          HttpRequest.newBuilder(URI.create(target.text("url").orElseThrow()))
              .PUT(BodyPublishers.ofByteArray(bytes))
              .build();
      String etag =
          http.send(put, BodyHandlers.discarding()).headers().firstValue("ETag").orElseThrow();
      DataMap part = DataMap.builder().put("partNumber", 1).put("etag", etag).build();
      DataMap unused =
          call(
              hold,
              Nsids.HOLD_COMPLETE_UPLOAD,
              DataMap.builder()
                  .put("uploadId", upload)
                  .put("digest", config.toString())
                  .put("parts", List.<DataValue>of(part))
                  .build());
    }
    DataMap image =
        DataMap.builder()
            .put("mediaType", "application/vnd.oci.image.config.v1+json")
            .put("digest", config.toString())
            .build();
    DataMap unused =
        call(
            hold,
            Nsids.HOLD_NOTIFY_MANIFEST,
            DataMap.builder()
                .put("repository", "app")
                .put("userDid", alice().did().toString())
                .put("manifestDigest", Customer.digest("manifest".getBytes(UTF_8)).toString())
                .put("operation", "push")
                .put("manifest", DataMap.builder().put("config", image).build())
                .build());
    return config;
  }

  private DataMap call(URI hold, Nsid method, DataMap body) {
    String token = serviceToken(hold, method);
    return XrpcClient.builder(hold).tokens(_ -> Optional.of(token)).build().procedure(method, body);
  }

  private String serviceToken(URI hold, Nsid method) {
    XrpcQuery query =
        XrpcQuery.of("aud", Did.parse("did:web:localhost%3A" + hold.getPort()))
            .with("lxm", method)
            .with("exp", System.currentTimeMillis() / 1000 + 240);
    return SignIn.at(network.hold(), alice().did(), alice().password())
        .query(Nsids.SERVER_GET_SERVICE_AUTH, query)
        .text("token")
        .orElseThrow();
  }

  private record Load(double rate, long count) {}

  /** A single answer that is neither 200 nor a redirect spoils the measurement. */
  private Load load(String url, String header) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("wrk", "-t", "2", "-c", "" + CLIENTS, "-d", "" + seconds));
    if (!header.isEmpty()) {
      command.addAll(List.of("-H", header));
    }
    command.add(url);
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(wrk.getInputStream().readAllBytes(), UTF_8);
    Matcher rate = RATE.matcher(said);
    Matcher count = COUNT.matcher(said);
    if (wrk.waitFor() != 0
        || said.contains("Non-2xx")
        || said.contains("Socket errors")
        || !rate.find()
        || !count.find()) {
      throw new IOException(said);
    }
    return new Load(Double.parseDouble(rate.group(1)), Long.parseLong(count.group(1)));
  }
}
