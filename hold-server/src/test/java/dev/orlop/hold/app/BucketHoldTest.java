package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.blob.s3.FaultyS3;
import dev.orlop.hold.blob.s3.FaultyS3.Fault;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.testkit.LocalS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole hold whose blobs lie in a bucket. */
class BucketHoldTest extends WithHold {
  private static final byte[] CONFIG = bytes(1, 2000);
  private static final byte[] LAYER = bytes(2, 6 << 20);
  private static final byte[] END = bytes(3, 100_000);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private LocalS3 s3;
  private FaultyS3 faulty;

  @Override
  @BeforeEach
  void start() throws IOException {
    Files.writeString(secret(), LocalS3.SECRET_ACCESS_KEY + "\n");
    Path bucket = Files.createDirectory(folder.resolve("s3"));
    s3 = S3World.start(bucket);
    faulty = FaultyS3.before(s3.endpoint());
    super.start();
  }

  @Override
  RunningHold open() {
    return new RunningHold(folder.resolve("hold"), settings());
  }

  @Override
  Map<String, String> settings() {
    return settings("auto");
  }

  @Override
  @AfterEach
  void stop() {
    super.stop();
    faulty.close();
    s3.close();
    http.close();
  }

  private Path secret() {
    return folder.resolve("secret");
  }

  /** As an operator of ATCR has them. */
  private Map<String, String> settings(String delivery) {
    Map<String, String> settings = new HashMap<>();
    settings.put("STORAGE_DRIVER", "s3");
    settings.put("S3_BUCKET", S3World.BUCKET);
    settings.put("S3_ENDPOINT", faulty.endpoint().toString());
    settings.put("AWS_REGION", "us-east-1");
    settings.put("AWS_ACCESS_KEY_ID", LocalS3.ACCESS_KEY_ID);
    settings.put("AWS_SECRET_ACCESS_KEY_FILE", secret().toString());
    settings.put("ORLOP_BLOBS_DELIVERY", delivery);
    return settings;
  }

  private HttpResponse<byte[]> at(String url, String verb, byte[] body, String... headers)
      throws Exception {
    if (url.startsWith("https://hold.example.com")) {
      return hold.send(
          hold.at(url).method(verb, HttpRequest.BodyPublishers.ofByteArray(body)).build());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(verb, HttpRequest.BodyPublishers.ofByteArray(body));
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private Digest push(byte[]... parts) throws Exception {
    String upload = blobs.begin(alice, "uploads/temp-1");
    List<String> etags = new ArrayList<>();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      String url = blobs.partUrl(alice, upload, etags.size() + 1);
      HttpResponse<byte[]> answer = at(url, "PUT", part);
      assertEquals(200, answer.statusCode());
      etags.add(answer.headers().firstValue("ETag").orElseThrow());
      whole.writeBytes(part);
    }
    Digest digest = digest(whole.toByteArray());
    ok(blobs.complete(alice, upload, digest, etags));
    return digest;
  }

  @Test
  void whatGoesPastTheHoldIsHeldAgainstTheQuotaBeforeItIsABlob() throws Exception {
    Map<String, String> settings = settings("auto");
    settings.put("ORLOP_QUOTA_TIERS", "deckhand=50kB");
    hold.restart(settings);
    Account bob = hold.account("bob.test");
    hold.enlist(bob, "blob:write");
    for (int length : new int[] {60_000, 30_000}) {
      byte[] content = bytes(4, length);
      String upload = blobs.begin(bob, "uploads/temp-1");
      HttpResponse<byte[]> part = at(blobs.partUrl(bob, upload, 1), "PUT", content);
      List<String> etags = List.of(part.headers().firstValue("ETag").orElseThrow());
      HttpResponse<byte[]> answer = blobs.complete(bob, upload, digest(content), etags);
      if (length > 50_000) {
        assertEquals("QuotaExceeded", BlobCalls.error(403, answer));
        ok(hold.post(BlobCalls.ABORT, DataMap.builder().put("uploadId", upload).build(), bob));
      } else {
        ok(answer);
      }
    }
    DataMap quota = ok(hold.get("/xrpc/io.atcr.hold.getQuota", bob));
    assertEquals(30_000, quota.integer("reserved").orElseThrow());
  }

  private static byte[] layer() {
    byte[] whole = Arrays.copyOf(LAYER, LAYER.length + END.length);
    System.arraycopy(END, 0, whole, LAYER.length, END.length);
    return whole;
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "proxy", "redirect", "accel"})
  void anImageIsPushedPulledAndCountedWhateverTheWay(String delivery) throws Exception {
    hold.restart(settings(delivery));
    Digest config = push(CONFIG);
    Digest layer = push(LAYER, END);
    ok(blobs.notify(alice, "app", "push", config, layer));
    for (Map.Entry<Digest, byte[]> blob : Map.of(config, CONFIG, layer, layer()).entrySet()) {
      HttpResponse<byte[]> got = blobs.get(getBlob(alice, blob.getKey(), "&repo=app"));
      if (delivery.equals("proxy")) {
        assertEquals(200, got.statusCode());
      } else {
        assertEquals(307, got.statusCode());
        String location = got.headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith(faulty.endpoint().toString()), location);
        got = at(location, "GET", new byte[0]);
      }
      assertArrayEquals(blob.getValue(), got.body());
    }
    hold.server().foldPulls();
    assertEquals(1, blobs.pulls(alice, "app"));
    HttpResponse<byte[]> head = blobs.head(getBlob(alice, layer, ""));
    assertEquals(200, head.statusCode());
    assertEquals(
        Integer.toString(layer().length),
        head.headers().firstValue("Content-Length").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "proxy"})
  void aUrlIsGoodForTheVerbThatWasAskedFor(String delivery) throws Exception {
    hold.restart(settings(delivery));
    Digest config = push(CONFIG);
    String get = ok(blobs.get(getBlob(alice, config, "&method=GET"))).text("url").orElseThrow();
    String head = ok(blobs.get(getBlob(alice, config, "&method=HEAD"))).text("url").orElseThrow();
    assertArrayEquals(CONFIG, at(get, "GET", new byte[0]).body());
    HttpResponse<byte[]> answer = at(head, "HEAD", new byte[0]);
    assertEquals(200, answer.statusCode());
    assertEquals("2000", answer.headers().firstValue("Content-Length").orElseThrow());
    // A whole blob is always sent to the hold, which hashes it on the way.
    String put =
        ok(hold.get(getBlob(alice, digest(END), "&method=PUT"), alice)).text("url").orElseThrow();
    assertEquals(200, at(put, "PUT", END).statusCode());
    assertEquals(400, at(put, "PUT", CONFIG).statusCode());
    assertEquals(200, blobs.head(getBlob(alice, digest(END), "")).statusCode());
  }

  private long looks() {
    return faulty.seen().stream().filter(request -> request.verb().equals("HEAD")).count();
  }

  @Test
  void manyPullsOfWhatARecordNamesAskTheBucketOnceAndWhoLooksAsksIt() throws Exception {
    Digest config = push(CONFIG);
    Digest nameless = push(END);
    ok(blobs.notify(alice, "app", "push", config));
    assertEquals(307, blobs.get(getBlob(alice, config, "&repo=app")).statusCode());
    long before = looks();
    for (int i = 0; i < 10; i++) {
      assertEquals(307, blobs.get(getBlob(alice, config, "&repo=app")).statusCode());
    }
    assertEquals(before, looks());
    hold.server().foldPulls();
    assertEquals(11, blobs.pulls(alice, "app"));
    for (int i = 0; i < 10; i++) {
      assertEquals(307, blobs.get(getBlob(alice, nameless, "")).statusCode());
    }
    assertEquals(before + 10, looks());
    assertEquals(200, blobs.head(getBlob(alice, config, "")).statusCode());
    assertEquals(before + 11, looks());
    try (Stream<Path> files = Files.walk(folder.resolve("s3"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    // Whoever pushes does without the blob only if it is there; and then it is known to all.
    assertEquals(404, blobs.head(getBlob(alice, config, "")).statusCode());
    assertEquals(404, blobs.get(getBlob(alice, config, "&repo=app")).statusCode());
  }

  @Test
  void rangesAreSentThroughTheHold() throws Exception {
    hold.restart(settings("proxy"));
    Digest layer = push(LAYER, END);
    String path = getBlob(alice, layer, "");
    HttpResponse<byte[]> part = blobs.get(path, "Range", "bytes=1000-1999");
    assertEquals(206, part.statusCode());
    assertArrayEquals(Arrays.copyOfRange(layer(), 1000, 2000), part.body());
    String etag = part.headers().firstValue("ETag").orElseThrow();
    assertEquals(206, blobs.get(path, "Range", "bytes=5-", "If-Range", etag).statusCode());
    assertEquals(200, blobs.get(path, "Range", "bytes=5-", "If-Range", "\"other\"").statusCode());
    assertEquals(416, blobs.get(path, "Range", "bytes=99999999-").statusCode());
    assertEquals(304, blobs.get(path, "If-None-Match", etag).statusCode());
  }

  @Test
  void anUploadOutlivesTheHoldAndAWrongDigestLeavesNothing() throws Exception {
    String upload = blobs.begin(alice, "uploads/temp-1");
    HttpResponse<byte[]> sent = at(blobs.partUrl(alice, upload, 1), "PUT", CONFIG);
    String etag = sent.headers().firstValue("ETag").orElseThrow();
    hold.restart(settings("auto"));
    assertEquals(
        "InvalidDigest",
        BlobCalls.error(400, blobs.complete(alice, upload, digest(END), List.of(etag))));
    try (Stream<Path> files = Files.walk(folder.resolve("s3"))) {
      assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void aBucketThatFailsIsAnErrorOfTheHoldAndNeverAMissingBlob() throws Exception {
    Digest config = push(CONFIG);
    for (Fault fault :
        List.of(
            new Fault.Answer(403, "AccessDenied"),
            new Fault.Answer(404, "NoSuchBucket"),
            new Fault.Answer(400, "Whatever"))) {
      faulty.rule(_ -> fault);
      hold.restart(settings("auto"));
      HttpResponse<byte[]> answer = blobs.get(getBlob(alice, config, "&repo=app"));
      assertEquals(503, answer.statusCode(), fault::toString);
      // What the bucket said is for the operator.
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      assertFalse(text.contains("made up") || text.contains(S3World.BUCKET), text);
    }
    faulty.rule(_ -> FaultyS3.PASS);
    hold.server().foldPulls();
    assertEquals(0, blobs.pulls(alice, "app"));
  }

  @Test
  void halfABlobIsNeverSentAsAWhole() throws Exception {
    hold.restart(settings("proxy"));
    Digest layer = push(LAYER, END);
    faulty.rule(
        request ->
            request.verb().equals("GET") ? new Fault.Answer(404, "NoSuchKey") : FaultyS3.PASS);
    assertEquals(404, blobs.get(getBlob(alice, layer, "")).statusCode());
    AtomicInteger gets = new AtomicInteger();
    faulty.rule(
        request ->
            !request.verb().equals("GET")
                ? FaultyS3.PASS
                : gets.getAndIncrement() == 0
                    ? new Fault.Cut(1 << 20)
                    : new Fault.Answer(403, "AccessDenied"));
    assertThrows(UncheckedIOException.class, () -> blobs.get(getBlob(alice, layer, "")));
  }
}
