package dev.orlop.hold.app;

import dev.orlop.atproto.auth.ServiceTokenMinter;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.hold.pds.records.CrewMember;
import dev.orlop.mst.RecordWrite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A hold on a free port of 127.0.0.1, and plain requests to it. */
final class RunningHold implements AutoCloseable {
  private static final String PUBLIC_URL = "https://hold.example.com";

  private final HttpClient http = HttpClient.newHttpClient();
  private final MemoryPlcDirectory plc;
  private final Path folder;
  private final Ground ground;

  /** Where its repos and blobs lie, through restarts. */
  private final Map<String, String> place;

  private HoldServer server;

  RunningHold(Path folder) {
    this(folder, Map.of());
  }

  /**
   * @param settings more of them, as in the environment
   */
  RunningHold(Path folder, Map<String, String> settings) {
    this(folder, settings, Ground.of(Clock.systemUTC()));
  }

  /** The same, on other ground. */
  RunningHold(Path folder, Map<String, String> settings, Ground ground) {
    this(folder, settings, ground, MemoryPlcDirectory.start(0));
  }

  /** The same, on a network that is there. */
  RunningHold(Path folder, Map<String, String> settings, Ground ground, MemoryPlcDirectory plc) {
    this.folder = folder;
    this.plc = plc;
    this.ground = ground;
    this.place = new HashMap<>(settings);
    place.keySet().removeIf(name -> !name.matches("(ORLOP_DATABASE|STORAGE|S3|AWS)_.*"));
    this.server = start(settings);
  }

  private HoldServer start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(place);
    all.putAll(settings);
    all.put("ORLOP_PUBLIC_URL", PUBLIC_URL);
    all.put("ORLOP_LISTEN_PORT", "0");
    all.putIfAbsent("ORLOP_PLC_DIRECTORY", plc.url().toString());
    all.put("ORLOP_DEVELOPMENT", "true");
    all.putIfAbsent("ORLOP_LIMITS_WRITES_PER_MINUTE", "0");
    all.putIfAbsent("ORLOP_LIMITS_BLOBS_PER_MINUTE", "0");
    HoldConfig config = ConfigReader.read(folder, all);
    try {
      return HoldServer.start(config, ground, "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops, and starts again on the same folder. */
  void restart() {
    restart(Map.of());
  }

  void restart(Map<String, String> settings) {
    server.close();
    server = start(settings);
  }

  HoldServer server() {
    return server;
  }

  /** The directory of DIDs. */
  MemoryPlcDirectory plc() {
    return plc;
  }

  /** An account of the network, with its key. */
  record Account(Did did, SigningKey key) {}

  Account account(String handle) {
    SigningKey key = SigningKey.generate(KeyType.K256);
    return new Account(
        plc.create(Handle.parse(handle), key, URI.create("https://pds.example.com")), key);
  }

  /** A token with which an account calls any method of this hold. */
  String token(Account account) {
    return token(account, server.identity().did().toString(), null, Duration.ofSeconds(60));
  }

  /** A token of an account for any audience, method and life. */
  String token(Account account, String audience, @Nullable Nsid method, Duration life) {
    return new ServiceTokenMinter(Clock.systemUTC())
        .mint(account.key(), account.did(), audience, method, life);
  }

  /** Makes an account the captain. */
  void appoint(Account account, boolean isPublic, boolean allowAllCrew) {
    Captain captain =
        new Captain(
            account.did(),
            isPublic,
            allowAllCrew,
            false,
            Datetime.of(Clock.systemUTC().instant()),
            Optional.empty(),
            Optional.empty());
    server
        .folder()
        .repo()
        .commit(
            CommitRequest.of(new RecordWrite.Put(Captain.PATH, DagCbor.encode(captain.toData()))));
  }

  /** The crew record of an account, replacing what there was. */
  void enlist(Account account, String... permissions) {
    CrewMember member =
        new CrewMember(
            account.did(),
            "member",
            List.of(permissions),
            Datetime.of(Clock.systemUTC().instant()),
            Optional.empty());
    byte[] block = DagCbor.encode(member.toData());
    server
        .folder()
        .repo()
        .commit(CommitRequest.of(new RecordWrite.Put(CrewMember.path(account.did()), block)));
  }

  /** A procedure, called with a JSON body, and a token if there is an account. */
  HttpResponse<byte[]> post(String method, DataMap body, Optional<Account> account) {
    HttpRequest.Builder request =
        request("/xrpc/" + method)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(DataJson.write(body)));
    account.ifPresent(caller -> request.header("Authorization", "Bearer " + token(caller)));
    return send(request.build());
  }

  HttpResponse<byte[]> post(String method, DataMap body, Account account) {
    return post(method, body, Optional.of(account));
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path).GET().build());
  }

  /** A GET with a token. */
  HttpResponse<byte[]> get(String path, Account account) {
    return send(request(path).header("Authorization", "Bearer " + token(account)).GET().build());
  }

  /** What lies at an address under the hold's public URL. */
  HttpRequest.Builder at(String publicUrl) {
    if (!publicUrl.startsWith(PUBLIC_URL)) {
      throw new IllegalArgumentException("not at this hold: " + publicUrl);
    }
    return request(publicUrl.substring(PUBLIC_URL.length()));
  }

  /** The JSON object that a GET answers with. */
  DataMap json(String path) {
    return DataJson.parse(get(path).body(), JsonLimits.DOCUMENT);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body as it comes; the caller closes it. */
  InputStream open(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
    plc.close();
  }
}
