package dev.orlop.atproto.firehose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of the firehose, before a server that says what it is told to, byte by byte. */
class FirehoseClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final byte[] EMPTY = {};

  private final ServerSocket server;
  private final CompletableFuture<String> request = new CompletableFuture<>();
  private final CompletableFuture<Socket> accepted = new CompletableFuture<>();

  FirehoseClientTest() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    if (accepted.isDone()) {
      accepted.join().close();
    }
    server.close();
  }

  /** Answers the first request with its consent, and bytes right behind it. */
  private FirehoseClient connect(byte[] then) throws InterruptedException {
    return connect("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: %s\r\n\r\n", then);
  }

  private FirehoseClient connect(String answer, byte[] then) throws InterruptedException {
    Thread.ofVirtual().start(() -> serve(answer, then));
    return FirehoseClient.connect(
        URI.create("http://127.0.0.1:" + server.getLocalPort()), OptionalLong.of(7));
  }

  private void serve(String answer, byte[] then) {
    try {
      Socket socket = server.accept();
      StringBuilder asked = new StringBuilder();
      while (asked.indexOf("\r\n\r\n") < 0) {
        asked.append((char) socket.getInputStream().read());
      }
      request.complete(asked.toString());
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(answer.replace("%s", accept(asked.toString())).getBytes(ISO_8859_1));
      all.writeBytes(then);
      accepted.complete(socket);
      socket.getOutputStream().write(all.toByteArray());
    } catch (Exception e) {
      request.completeExceptionally(e);
      accepted.completeExceptionally(e);
    }
  }

  /** What RFC 6455 section 4.2.2 has a server answer. */
  private static String accept(String asked) throws Exception {
    String key = asked.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
    byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
  }

  /** A frame of a server; the first octet says of which kind, and whether it is the last. */
  private static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(payload.length);
    } else if (payload.length < 1 << 16) {
      out.write(126);
      out.write(payload.length >>> 8);
      out.write(payload.length);
    } else {
      out.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >>> shift));
      }
    }
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(Optional<byte[]> message) {
    return new String(message.orElseThrow(), UTF_8);
  }

  /** What the client sends next, without its mask. */
  private String heard(int first) throws IOException {
    DataInputStream in = new DataInputStream(accepted.join().getInputStream());
    assertEquals(first, in.readUnsignedByte());
    int length = in.readUnsignedByte() - 0x80;
    assertTrue(length >= 0, "a client masks what it sends");
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new String(payload, UTF_8);
  }

  private static String refusal(FirehoseClient client) {
    return String.valueOf(
        assertThrows(FirehoseException.class, () -> client.nextMessage(PATIENCE)).getMessage());
  }

  @Test
  void asksForWhatComesBehindItsCursor() throws Exception {
    try (FirehoseClient _ = connect(EMPTY)) {
      assertTrue(
          request
              .join()
              .startsWith("GET /xrpc/com.atproto.sync.subscribeRepos?cursor=7 HTTP/1.1\r\n"),
          request.join());
    }
  }

  @Test
  void whatComesRightBehindTheConsentIsAllThere() throws Exception {
    byte[][] messages = new byte[60][];
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < messages.length; i++) {
      messages[i] = new byte[i * 97 + (i % 20 == 0 ? 70_000 : 0)];
      random.nextBytes(messages[i]);
      wire.writeBytes(frame(0x82, messages[i]));
    }
    try (FirehoseClient client = connect(wire.toByteArray())) {
      for (byte[] message : messages) {
        assertArrayEquals(message, client.nextMessage(PATIENCE).orElseThrow());
      }
    }
  }

  @Test
  void aMessageMayComeInPiecesWithAPingBetween() throws Exception {
    byte[] wire =
        join(
            frame(0x02, bytes("one ")),
            frame(0x00, EMPTY),
            frame(0x89, bytes("there?")),
            frame(0x00, bytes("two ")),
            frame(0x80, bytes("three")),
            frame(0x82, bytes("next")));
    try (FirehoseClient client = connect(wire)) {
      assertEquals("one two three", text(client.nextMessage(PATIENCE)));
      assertEquals("next", text(client.nextMessage(PATIENCE)));
      assertEquals("there?", heard(0x8a));
    }
  }

  @Test
  void aStreamThatTheServerEndsIsEndedForGood() throws Exception {
    byte[] wire = join(frame(0x82, bytes("last")), frame(0x88, new byte[] {3, (byte) 0xe9}));
    try (FirehoseClient client = connect(wire)) {
      assertEquals("last", text(client.nextMessage(PATIENCE)));
      assertEquals(Optional.empty(), client.nextMessage(PATIENCE));
      assertEquals(Optional.empty(), client.nextMessage(PATIENCE));
      assertEquals(2, heard(0x88).length());
    }
  }

  @Test
  void silenceMayBeWaitedOutAgainAlsoWithinAFrame() throws Exception {
    try (FirehoseClient client = connect(EMPTY)) {
      byte[] frame = frame(0x82, bytes("at last"));
      assertThrows(FirehoseException.class, () -> client.nextMessage(MOMENT));
      accepted.join().getOutputStream().write(frame, 0, 4);
      assertThrows(FirehoseException.class, () -> client.nextMessage(MOMENT));
      accepted.join().getOutputStream().write(frame, 4, frame.length - 4);
      assertEquals("at last", text(client.nextMessage(PATIENCE)));
    }
  }

  @Test
  void pingsAreAnsweredWhileNobodyTakesWhatCame() throws Exception {
    byte[] wire = join(frame(0x82, bytes("waits")), frame(0x89, bytes("there?")));
    try (FirehoseClient client = connect(wire)) {
      assertEquals("there?", heard(0x8a));
      assertEquals("waits", text(client.nextMessage(PATIENCE)));
    }
  }

  @Test
  void aStreamThatIsCutOffHasNotEnded() throws Exception {
    try (FirehoseClient client = connect(frame(0x82, bytes("one")))) {
      assertEquals("one", text(client.nextMessage(PATIENCE)));
      accepted.join().close();
      FirehoseException cut =
          assertThrows(FirehoseException.class, () -> client.nextMessage(PATIENCE));
      assertTrue(cut.getCause() instanceof IOException, cut::toString);
    }
  }

  @Test
  void lengthsBeyondTheLimitAreRefusedBeforeTheyAreRead() throws Exception {
    byte[] huge = {(byte) 0x82, 127, 0, 0, 0, 0, 0, 0x4c, 0x4b, 0x41};
    try (FirehoseClient client = connect(huge)) {
      assertEquals("a message of more than 5000000 bytes in a stream of events", refusal(client));
    }
  }

  @Test
  void lengthsBelowZeroAreRefused() throws Exception {
    byte[] negative = {(byte) 0x82, 127, -1, 0, 0, 0, 0, 0, 0, 1};
    try (FirehoseClient client = connect(negative)) {
      assertEquals("a message of more than 5000000 bytes in a stream of events", refusal(client));
    }
  }

  @Test
  void piecesTogetherAreWithinTheLimit() throws Exception {
    byte[] piece = new byte[3_000_000];
    try (FirehoseClient client = connect(join(frame(0x02, piece), frame(0x80, piece)))) {
      assertEquals("a message of more than 5000000 bytes in a stream of events", refusal(client));
    }
  }

  /** Text, a piece of nothing, a new message within another, masked, reserved bits and kinds. */
  @ParameterizedTest
  @ValueSource(strings = {"8100", "8000", "02008200", "8280", "c200", "8300", "8b00", "0900"})
  void whatNoServerSendsIsRefused(String wire) throws Exception {
    try (FirehoseClient client = connect(HexFormat.of().parseHex(wire))) {
      String said = refusal(client);
      assertTrue(said.endsWith(" in a stream of events"), said);
    }
  }

  @Test
  void theStatusOfARefusalIsTold() {
    FirehoseException refused =
        assertThrows(
            FirehoseException.class,
            () -> connect("HTTP/1.1 429 Too Many Requests\r\n\r\n", EMPTY));
    assertTrue(String.valueOf(refused.getMessage()).endsWith("refused with 429"));
  }

  /** Without what only this request's answer has, another protocol, and without end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: bm8=\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 101 Switching\r\nx: "
      })
  void anAnswerThatIsNoConsentIsRefused(String answer) {
    byte[] more = "x".repeat(20_000).getBytes(ISO_8859_1);
    assertThrows(FirehoseException.class, () -> connect(answer, more));
  }

  /** Waits long on a thread of its own. */
  private static CompletableFuture<Optional<byte[]>> waiting(
      FirehoseClient client, Thread.Builder builder, Consumer<Thread> started) {
    CompletableFuture<Optional<byte[]>> waiting = new CompletableFuture<>();
    started.accept(
        builder.start(
            () -> {
              try {
                waiting.complete(client.nextMessage(Duration.ofMinutes(5)));
              } catch (Throwable e) {
                waiting.completeExceptionally(e);
              }
            }));
    return waiting;
  }

  @Test
  void whoClosesItIsNotKeptWaiting() throws Exception {
    CompletableFuture<Optional<byte[]>> waiting;
    try (FirehoseClient client = connect(EMPTY)) {
      waiting = waiting(client, Thread.ofVirtual(), _ -> {});
    }
    assertEquals(Optional.empty(), waiting.get());
  }

  @Test
  void whoIsInterruptedIsNotKeptWaiting() throws Exception {
    try (FirehoseClient client = connect(EMPTY)) {
      CompletableFuture<Optional<byte[]>> waiting =
          waiting(client, Thread.ofPlatform(), Thread::interrupt);
      ExecutionException failed = assertThrows(ExecutionException.class, waiting::get);
      assertTrue(failed.getCause() instanceof InterruptedException, failed::toString);
    }
  }
}
