package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static dev.orlop.hold.app.RecordCalls.CREATE;
import static dev.orlop.hold.app.RecordCalls.DELETE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs of records, of two processes of one hold, on one database and one bucket. */
class ReplicaRecordBlobsTest {
  private static final String NOTE = "com.example.note";

  @TempDir Path folder;
  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);
  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
  private final Map<String, String> settings = new HashMap<>();
  private LocalS3 s3;
  private RunningHold one;
  private RunningHold other;
  private Account alice;
  private RecordCalls here;
  private RecordCalls there;

  @BeforeEach
  void start() throws IOException {
    s3 = S3World.start(Files.createDirectory(folder.resolve("s3")));
    settings.putAll(
        Map.of(
            "ORLOP_DATABASE_URL",
            TestPostgres.empty().url(),
            "STORAGE_DRIVER",
            "s3",
            "S3_BUCKET",
            S3World.BUCKET,
            "S3_ENDPOINT",
            s3.endpoint().toString(),
            "AWS_REGION",
            "us-east-1",
            "AWS_ACCESS_KEY_ID",
            LocalS3.ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY",
            LocalS3.SECRET_ACCESS_KEY));
    one = hold("one");
    Path keys = Files.createDirectories(folder.resolve("other/keys"));
    Files.copy(folder.resolve("one/keys/signing.key"), keys.resolve("signing.key"));
    other = hold("other");
    alice = one.account("alice.test");
    one.appoint(alice, true, false);
    here = new RecordCalls(one, alice);
    there = new RecordCalls(other, alice);
  }

  private RunningHold hold(String name) {
    Ground ground = Ground.of(() -> Instant.now().plus(passed.get()));
    return new RunningHold(folder.resolve(name), settings, ground, plc);
  }

  @AfterEach
  void stop() {
    one.close();
    other.close();
    s3.close();
  }

  private DataMap upload(RunningHold hold, byte[] bytes) {
    return upload(hold, alice, bytes);
  }

  private static DataMap upload(RunningHold hold, Account account, byte[] bytes) {
    HttpResponse<byte[]> answer =
        hold.send(
            hold.request("/xrpc/com.atproto.repo.uploadBlob")
                .header("Content-Type", "text/plain")
                .header("Authorization", "Bearer " + hold.token(account))
                .POST(BodyPublishers.ofByteArray(bytes))
                .build());
    return ok(answer).map("blob").orElseThrow();
  }

  private static String note(String rkey, DataMap blob) {
    String record = DataJson.text(DataMap.builder().put("file", blob).build());
    return "{'collection':'" + NOTE + "','rkey':'" + rkey + "','record':" + record + "}";
  }

  private String path(DataMap blob) {
    String cid = blob.link("ref").orElseThrow().toString();
    return "/xrpc/com.atproto.sync.getBlob?did=" + here.did() + "&cid=" + cid;
  }

  private void pass(Duration time) {
    passed.updateAndGet(before -> before.plus(time));
  }

  /** How many files of blobs of records there are in the bucket, wherever. */
  private long inBucket() throws IOException {
    Path records = folder.resolve("s3").resolve(S3World.BUCKET).resolve("record-blobs");
    if (!Files.exists(records)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(records)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void whatOneTookInTheOtherRefersToAndServesAndTakesAwayInTheEnd() throws IOException {
    byte[] bytes = bytes(1, 70_000);
    DataMap blob = upload(one, bytes);
    assertEquals("BlobNotFound", error(404, other.get(path(blob))));
    there.ok(CREATE, note("a", blob));
    assertArrayEquals(bytes, one.get(path(blob)).body());
    assertArrayEquals(bytes, other.get(path(blob)).body());
    assertTrue(inBucket() > 0);
    here.ok(DELETE, "{'collection':'" + NOTE + "','rkey':'a'}");
    assertEquals("BlobNotFound", error(404, one.get(path(blob))));
    assertEquals("BlobNotFound", error(404, other.get(path(blob))));
    assertEquals(0, other.server().recordSweeper().sweep());
    pass(Duration.ofHours(7));
    assertEquals(1, other.server().recordSweeper().sweep());
    assertEquals(0, one.server().recordSweeper().sweep());
    pass(Duration.ofHours(2));
    one.server().recordSweeper().sweep();
    assertEquals(0, inBucket());
  }

  @Test
  void whatARecordOfOneRefersToNoSweeperOfTheOtherTakes() {
    DataMap blob = upload(one, bytes(2, 1000));
    here.ok(CREATE, note("a", blob));
    for (int i = 0; i < 3; i++) {
      other.server().recordSweeper().sweep();
      pass(Duration.ofHours(7));
    }
    assertEquals(200, other.get(path(blob)).statusCode());
  }

  @Test
  void whatWasInTheFolderOfOneBeforeIsAtBothAfterItsNextStart() throws IOException {
    // As a hold was that had its blobs in files, and its repos there, too.
    Path before = folder.resolve("before");
    byte[] bytes = bytes(3, 5000);
    DataMap blob;
    try (RunningHold files = new RunningHold(before)) {
      Account captain = files.account("captain.test");
      files.appoint(captain, true, false);
      blob = upload(files, captain, bytes);
    }
    Path records = folder.resolve("one/record-blobs");
    Files.createDirectories(records);
    for (String name : new String[] {"docker", "holders"}) {
      Files.move(before.resolve("record-blobs").resolve(name), records.resolve(name));
    }
    one.restart(settings);
    there.ok(CREATE, note("a", blob));
    assertArrayEquals(bytes, other.get(path(blob)).body());
    assertArrayEquals(bytes, one.get(path(blob)).body());
    assertFalse(Files.exists(records.resolve("docker")));
    assertFalse(Files.exists(records.resolve("holders")));
  }
}
