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
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.mst.RecordWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** A hold on a free port of 127.0.0.1, and plain requests to it. */
final class RunningHold implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);
  private final HoldServer server;

  RunningHold(Path folder) {
    HoldConfig config =
        ConfigReader.read(
            folder,
            Map.of(
                "ORLOP_PUBLIC_URL", "https://hold.example.com",
                "ORLOP_LISTEN_PORT", "0",
                "ORLOP_PLC_DIRECTORY", plc.url().toString(),
                "ORLOP_DEVELOPMENT", "true"));
    try {
      server = HoldServer.start(config, Clock.systemUTC(), "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HoldServer server() {
    return server;
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
    return new ServiceTokenMinter(Clock.systemUTC())
        .mint(
            account.key(),
            account.did(),
            server.identity().did().toString(),
            null,
            ServiceTokenMinter.DEFAULT_LIFE);
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

  /** A procedure, called with a JSON body, and a token if there is an account. */
  HttpResponse<byte[]> post(String method, DataMap body, Optional<Account> account) {
    HttpRequest.Builder request =
        request("/xrpc/" + method)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(DataJson.write(body)));
    account.ifPresent(caller -> request.header("Authorization", "Bearer " + token(caller)));
    return send(request.build());
  }

  HttpResponse<byte[]> get(String path) {
    return send(request(path).GET().build());
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

  @Override
  public void close() {
    http.close();
    server.close();
    plc.close();
  }
}
