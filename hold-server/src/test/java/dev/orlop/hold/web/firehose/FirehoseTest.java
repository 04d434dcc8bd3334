package dev.orlop.hold.web.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.firehose.ErrorFrame;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.firehose.FirehoseException;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.firehose.InfoFrame;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.events.EventLog;
import dev.orlop.hold.events.FileEventLog;
import dev.orlop.hold.events.FirehoseSettings;
import dev.orlop.hold.pds.SeqClock;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirehoseTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So short that what is dead is found dead soon. */
  private static final Times QUICK =
      new Times(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofMillis(800));

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();

  // Each test begins with start().
  @SuppressWarnings("NullAway.Init")
  private EventLog log;

  @SuppressWarnings("NullAway.Init")
  private Firehose firehose;

  @SuppressWarnings("NullAway.Init")
  private WebServer server;

  private void start(Times times, int perAddress) {
    start(times, perAddress, 1L << 30);
  }

  private void start(Times times, int perAddress, long maxBytes) {
    InstantSource clock = InstantSource.system();
    EventLog.Settings settings = new EventLog.Settings(Duration.ofDays(3), maxBytes, 4_000, 2_000);
    log =
        FileEventLog.open(
            new FileEventLog.Ground(
                Disk.REAL, folder.resolve("events"), clock, new SeqClock(clock, 0), _ -> true),
            settings);
    log.recovered();
    firehose =
        new Firehose(
            log, new FirehoseSettings(settings, 5000, perAddress), times, TrustedProxies.NONE);
    XrpcRouter.Builder routes = XrpcRouter.builder();
    firehose.register(routes);
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .addConnectionSelector(
                Http1ConnectionSelector.builder()
                    .config(Http1Config.create())
                    .addUpgrader(firehose)
                    .build())
            .shutdownHook(false)
            .routing(routing -> routing.register(routes.build()))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    firehose.close();
    server.stop();
    log.close();
    http.shutdownNow();
  }

  private void start() {
    start(Times.DEFAULT, 1000);
  }

  private FirehoseClient connect(OptionalLong cursor) throws InterruptedException {
    return FirehoseClient.connect(URI.create("http://127.0.0.1:" + server.port()), cursor);
  }

  private void tell(int from, int to) {
    for (int i = from; i < to; i++) {
      log.identity(ALICE, Optional.of(Handle.parse("h" + i + ".test")));
    }
  }

  private static Event event(FirehoseClient client) throws InterruptedException {
    return assertInstanceOf(Event.class, client.next(PATIENCE).orElseThrow());
  }

  private static List<Long> seqs(FirehoseClient client, int count) throws InterruptedException {
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      seqs.add(event(client).seq());
    }
    return seqs;
  }

  @Test
  void aCursorGivesWhatCameBehindItAndThenWhatComes() throws Exception {
    start();
    tell(0, 10);
    List<Long> all;
    try (FirehoseClient client = connect(OptionalLong.of(0))) {
      all = seqs(client, 10);
      tell(10, 12);
      all.addAll(seqs(client, 2));
    }
    try (FirehoseClient client = connect(OptionalLong.of(all.get(4)))) {
      assertEquals(all.subList(5, 12), seqs(client, 7));
    }
  }

  @Test
  void withoutACursorComesWhatIsNew() throws Exception {
    start();
    tell(0, 5);
    try (FirehoseClient client = connect(OptionalLong.empty())) {
      long last = log.lastSeq();
      tell(5, 6);
      assertTrue(event(client).seq() > last);
    }
  }

  @Test
  void aCursorOfWhatIsNotKeptAnyMoreIsToldSoAndGetsTheRest() throws Exception {
    start(Times.DEFAULT, 1000, 10_000);
    tell(0, 1);
    long first = log.lastSeq();
    tell(1, 300);
    log.tidy();
    assertTrue(log.floor() > first);
    try (FirehoseClient client = connect(OptionalLong.of(first))) {
      InfoFrame info = assertInstanceOf(InfoFrame.class, client.next(PATIENCE).orElseThrow());
      assertEquals("OutdatedCursor", info.name());
      assertEquals(log.floor() + 1, event(client).seq());
    }
    try (FirehoseClient client = connect(OptionalLong.of(0))) {
      assertEquals(log.floor() + 1, event(client).seq());
    }
  }

  @Test
  void aCursorOfTheFutureIsRefusedInTheStream() throws Exception {
    start();
    tell(0, 1);
    try (FirehoseClient client = connect(OptionalLong.of(log.lastSeq() + 1))) {
      ErrorFrame error = assertInstanceOf(ErrorFrame.class, client.next(PATIENCE).orElseThrow());
      assertEquals("FutureCursor", error.error());
      assertEquals(Optional.empty(), client.next(PATIENCE));
    }
  }

  @Test
  void aCursorThatIsNoNumberIsRefusedInTheStreamToo() throws Exception {
    start();
    try (RawClient client = RawClient.connect(server.port(), "?cursor=yesterday")) {
      Frame frame = Frame.decode(client.await(Opcode.BINARY).payload());
      assertEquals("InvalidRequest", ((ErrorFrame) frame).error());
      byte[] close = client.await(Opcode.CLOSE).payload();
      assertEquals(Opcode.POLICY, (close[0] << 8) | (close[1] & 0xff));
    }
  }

  @Test
  void whoAsksWithoutAWebSocketIsToldToUpgrade() throws Exception {
    start();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:"
                            + server.port()
                            + "/xrpc/com.atproto.sync.subscribeRepos"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(426, answer.statusCode());
    assertTrue(answer.body().contains("UpgradeRequired"), answer::body);
  }

  @Test
  void tooManyFromOneAddressAreRefusedUntilOneLeaves() throws Exception {
    start(Times.DEFAULT, 3);
    List<RawClient> there = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      there.add(RawClient.connect(server.port(), ""));
    }
    IOException refused =
        assertThrows(IOException.class, () -> RawClient.connect(server.port(), ""));
    assertTrue(String.valueOf(refused.getMessage()).contains("429"), refused::getMessage);
    assertThrows(FirehoseException.class, () -> connect(OptionalLong.empty()));
    there.getFirst().close();
    while (firehose.subscribers() > 2) {
      Thread.onSpinWait();
    }
    there.add(RawClient.connect(server.port(), ""));
    for (RawClient client : there) {
      client.close();
    }
  }

  @Test
  void pingsAreSentAndAnswered() throws Exception {
    start(new Times(Duration.ofMillis(20), PATIENCE, PATIENCE), 1000);
    try (RawClient client = RawClient.connect(server.port(), "")) {
      for (int i = 0; i < 30; i++) {
        client.await(Opcode.PING);
        client.send(Opcode.PONG, new byte[0]);
      }
      byte[] payload = "are you there".getBytes(UTF_8);
      client.send(Opcode.PING, payload);
      assertArrayEquals(payload, client.await(Opcode.PONG).payload());
      client.send(Opcode.CLOSE, new byte[0]);
      client.await(Opcode.CLOSE);
      client.awaitEnd();
    }
  }

  @Test
  void whoAnswersNoPingsIsCutOff() throws Exception {
    start(QUICK, 1000);
    try (RawClient client = RawClient.connect(server.port(), "")) {
      client.awaitEnd();
    }
    while (firehose.subscribers() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoTakesNothingIsCutOffAndHoldsUpNobody() throws Exception {
    start(QUICK, 1000);
    try (RawClient dead = RawClient.connect(server.port(), "?cursor=0");
        FirehoseClient alive = connect(OptionalLong.of(0))) {
      dead.send(Opcode.PONG, new byte[0]);
      tell(0, 2000);
      assertEquals(2000, seqs(alive, 2000).size());
      while (firehose.subscribers() > 1) {
        Thread.onSpinWait();
      }
      tell(2000, 2001);
      assertEquals(log.lastSeq(), event(alive).seq());
    }
  }

  @Test
  void wrongFramesEndTheirConnectionAndNoOther() throws Exception {
    start();
    try (FirehoseClient alive = connect(OptionalLong.of(0))) {
      SplittableRandom random = new SplittableRandom(1);
      List<byte[]> wrong = new ArrayList<>();
      wrong.add(new byte[] {(byte) 0x81, 1, 'x'});
      wrong.add(new byte[] {(byte) 0xf1, (byte) 0x80, 0, 0, 0, 0});
      wrong.add(new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0});
      wrong.add(new byte[] {0x09, (byte) 0x80, 0, 0, 0, 0});
      wrong.add(new byte[] {(byte) 0x89, (byte) 0xfe, 1, 0, 0, 0, 0, 0});
      wrong.add(new byte[] {(byte) 0x82, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1});
      wrong.add(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 1, 0, 0, 0, 0});
      for (int i = 0; i < 20; i++) {
        byte[] noise = new byte[random.nextInt(100_000, 200_000)];
        random.nextBytes(noise);
        wrong.add(noise);
      }
      for (byte[] bytes : wrong) {
        try (RawClient client = RawClient.connect(server.port(), "")) {
          client.sendRaw(bytes);
          client.awaitEnd();
        } catch (IOException e) {
          // It was cut off while it sent.
        }
        tell(0, 1);
        assertEquals(log.lastSeq(), event(alive).seq());
      }
    }
  }

  @Test
  void whoSendsMuchIsSentAwayAndLittleIsIgnored() throws Exception {
    start();
    try (RawClient client = RawClient.connect(server.port(), "")) {
      client.send(Opcode.BINARY, new byte[100]);
      client.send(Opcode.TEXT, new byte[1000]);
      tell(0, 1);
      assertEquals(
          log.lastSeq(), ((Event) Frame.decode(client.await(Opcode.BINARY).payload())).seq());
      for (int i = 0; i < 3; i++) {
        client.send(Opcode.BINARY, new byte[30_000]);
      }
      byte[] close = client.await(Opcode.CLOSE).payload();
      assertEquals(Opcode.POLICY, (close[0] << 8) | (close[1] & 0xff));
    }
  }

  @Test
  void theEndOfTheServerEndsEveryStreamInOrder() throws Exception {
    start();
    tell(0, 3);
    List<FirehoseClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(connect(OptionalLong.of(0)));
      assertEquals(3, seqs(clients.getLast(), 3).size());
    }
    firehose.close();
    server.stop();
    for (FirehoseClient client : clients) {
      assertEquals(Optional.empty(), client.next(PATIENCE));
    }
  }

  @Test
  void thousandsOfSocketsFromOneAddressLeaveRoomForWhoIsThere() throws Exception {
    start(Times.DEFAULT, 50);
    List<RawClient> crowd = new ArrayList<>();
    try (FirehoseClient alive = connect(OptionalLong.of(0))) {
      int refused = 0;
      for (int i = 0; i < 500; i++) {
        try {
          crowd.add(RawClient.connect(server.port(), "?cursor=0"));
        } catch (IOException e) {
          refused++;
        }
      }
      assertEquals(451, refused);
      tell(0, 300);
      assertEquals(300, seqs(alive, 300).size());
    } finally {
      for (RawClient client : crowd) {
        client.close();
      }
    }
  }
}
