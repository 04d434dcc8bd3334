package dev.orlop.appview.token;

import dev.orlop.atproto.auth.Jwt;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A PDS with one account, alice, whose clock is the test's, and which counts its calls. */
final class FakePds implements AutoCloseable, AccountPlaces {
  static final Did ALICE = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  static final Handle HANDLE = Handle.parse("alice.test");
  static final Duration ACCESS_LIFE = Duration.ofHours(2);
  static final Duration SERVICE_LIFE = Duration.ofSeconds(60);

  private final InstantSource clock;
  private final SigningKey key = SigningKey.generate(KeyType.K256);
  private final Map<Nsid, Integer> calls = new ConcurrentHashMap<>();

  /** Session tokens that are good. */
  private final Set<String> alive = ConcurrentHashMap.newKeySet();

  private final WebServer server;
  private final URI url;
  private volatile String password = "secret";
  private volatile Optional<XrpcException> failure = Optional.empty();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private int made;

  FakePds(InstantSource clock) {
    this.clock = clock;
    XrpcRouter router =
        XrpcRouter.builder()
            .procedure(Nsids.SERVER_CREATE_SESSION, this::create)
            .procedure(Nsids.SERVER_REFRESH_SESSION, XrpcInput.NONE, this::refresh)
            .procedure(Nsids.SERVER_DELETE_SESSION, XrpcInput.NONE, this::delete)
            .query(Nsids.SERVER_GET_SESSION, this::get)
            .query(Nsids.SERVER_GET_SERVICE_AUTH, this::serviceAuth)
            .build();
    HttpRouting.Builder routing = HttpRouting.builder();
    router.routing(routing);
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(false)
            .addRouting(routing)
            .build()
            .start();
    url = URI.create("http://127.0.0.1:" + server.port());
  }

  URI url() {
    return url;
  }

  int calls(Nsid method) {
    return calls.getOrDefault(method, 0);
  }

  /** Ends all sessions. */
  void endSessions() {
    alive.clear();
  }

  void changePassword(String other) {
    password = other;
    endSessions();
  }

  /** From now on every call is refused like this. */
  void fail(XrpcException how) {
    failure = Optional.of(how);
  }

  /** From now on calls wait until the latch is at zero. */
  void holdBack(CountDownLatch until) {
    gate = until;
  }

  void stop() {
    server.stop();
  }

  private void enter(Nsid method) throws InterruptedException {
    calls.merge(method, 1, Integer::sum);
    gate.await();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void create(XrpcCall call) throws InterruptedException {
    enter(Nsids.SERVER_CREATE_SESSION);
    DataMap body = call.json();
    if (!body.text("password").equals(Optional.of(password))) {
      throw XrpcError.AUTHENTICATION_REQUIRED.exception("Invalid identifier or password");
    }
    call.reply(tokens());
  }

  private void refresh(XrpcCall call) throws InterruptedException {
    enter(Nsids.SERVER_REFRESH_SESSION);
    requireAlive(call);
    alive.clear();
    call.reply(tokens());
  }

  private void delete(XrpcCall call) throws InterruptedException {
    enter(Nsids.SERVER_DELETE_SESSION);
    requireAlive(call);
    alive.clear();
    call.replyEmpty();
  }

  private void get(XrpcCall call) throws InterruptedException {
    enter(Nsids.SERVER_GET_SESSION);
    requireAlive(call);
    call.reply(DataMap.builder().put("did", ALICE.value()).build());
  }

  private void serviceAuth(XrpcCall call) throws InterruptedException {
    enter(Nsids.SERVER_GET_SERVICE_AUTH);
    requireAlive(call);
    DataMap claims =
        DataMap.builder()
            .put("aud", call.params().text("aud"))
            .put("lxm", call.params().text("lxm"))
            .put("exp", clock.instant().plus(SERVICE_LIFE).getEpochSecond())
            .put("jti", next())
            .build();
    call.reply(DataMap.builder().put("token", Jwt.sign(key, claims)).build());
  }

  private void requireAlive(XrpcCall call) {
    String token = call.bearerToken().orElse("");
    boolean expired = Jwt.expiry(token).filter(end -> !clock.instant().isBefore(end)).isPresent();
    if (!alive.contains(token) || expired) {
      throw XrpcError.EXPIRED_TOKEN.exception();
    }
  }

  private DataMap tokens() {
    String access = sessionToken(ACCESS_LIFE);
    String refresh = sessionToken(ACCESS_LIFE.multipliedBy(100));
    return DataMap.builder()
        .put("did", ALICE.value())
        .put("handle", HANDLE.value())
        .put("accessJwt", access)
        .put("refreshJwt", refresh)
        .build();
  }

  private String sessionToken(Duration life) {
    DataMap claims =
        DataMap.builder()
            .put("jti", next())
            .put("exp", clock.instant().plus(life).getEpochSecond())
            .build();
    String token = Jwt.sign(key, claims);
    alive.add(token);
    return token;
  }

  private synchronized int next() {
    return ++made;
  }

  @Override
  public Optional<Place> find(AtIdentifier name) {
    return name.equals(ALICE) || name.equals(HANDLE)
        ? Optional.of(new Place(ALICE, Optional.of(HANDLE), url()))
        : Optional.empty();
  }

  @Override
  public void close() {
    server.stop();
  }
}
