package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.testkit.LocalS3;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one hold, on one database and one bucket: a push goes on at any of them. */
class ReplicaBlobsTest {
  @TempDir Path folder;
  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);
  private LocalS3 s3;
  private RunningHold one;
  private RunningHold other;
  private boolean oneIsGone;
  private BlobCalls here;
  private BlobCalls there;
  private Account alice;
  private Account bob;

  @BeforeEach
  void start() throws IOException {
    s3 = S3World.start(Files.createDirectory(folder.resolve("s3")));
    Map<String, String> settings =
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
            LocalS3.SECRET_ACCESS_KEY,
            "ORLOP_BLOBS_DELIVERY",
            "proxy",
            "ORLOP_QUOTA_TIERS",
            "deckhand=100kB");
    one = hold("one", settings);
    Path keys = Files.createDirectories(folder.resolve("other/keys"));
    Files.copy(folder.resolve("one/keys/signing.key"), keys.resolve("signing.key"));
    other = hold("other", settings);
    here = new BlobCalls(one);
    there = new BlobCalls(other);
    alice = one.account("alice.test");
    bob = one.account("bob.test");
    one.appoint(alice, true, false);
    one.enlist(bob, "blob:write");
  }

  private RunningHold hold(String name, Map<String, String> settings) {
    return new RunningHold(folder.resolve(name), settings, Ground.of(Clock.systemUTC()), plc);
  }

  @AfterEach
  void stop() {
    if (!oneIsGone) {
      one.close();
    }
    other.close();
    s3.close();
  }

  private long number(RunningHold hold, String name) {
    return ok(hold.get("/xrpc/io.atcr.hold.getQuota", bob)).integer(name).orElseThrow();
  }

  @Test
  void aPushThatWasBegunAtOneGoesOnAtTheOtherAlsoWhenTheFirstIsGone() {
    byte[] layer = bytes(1, 60_000);
    String upload = here.begin(bob, "uploads/temp-1");
    String etag = there.sendPart(bob, upload, 1, layer);
    one.close();
    oneIsGone = true;
    ok(there.complete(bob, upload, digest(layer), List.of(etag)));
    assertEquals(200, there.head(BlobCalls.getBlob(bob, digest(layer), "")).statusCode());
    assertEquals(60_000, number(other, "reserved"));
    ok(there.notify(bob, "app", "push", digest(layer)));
    assertEquals(0, number(other, "reserved"));
    assertEquals(60_000, number(other, "totalSize"));
  }

  @Test
  void whatIsOnItsWayAtOneIsHeldAgainstTheQuotaAtTheOther() {
    byte[] layer = bytes(1, 60_000);
    String upload = here.begin(bob, "uploads/temp-1");
    String etag = here.sendPart(bob, upload, 1, layer);
    assertEquals("QuotaExceeded", error(403, initiate(other, 50_000)));
    ok(initiate(other, 30_000));
    ok(here.complete(bob, upload, digest(layer), List.of(etag)));
    assertEquals(60_000, number(other, "reserved"));
    assertEquals("QuotaExceeded", error(403, initiate(other, 50_000)));
    ok(here.notify(bob, "app", "push", digest(layer)));
    assertEquals("QuotaExceeded", error(403, initiate(other, 50_000)));
    Digest second = there.upload(bob, bytes(2, 30_000));
    ok(there.notify(bob, "app2", "push", second));
    assertEquals(90_000, number(one, "totalSize"));
  }

  @Test
  void whatWasGivenUpAtOneIsNotTakenBackByItsFormerOwnerAtTheOther() {
    Digest digest = here.upload(bob, bytes(3, 1000));
    DataMap named = DataMap.builder().put("digest", digest.toString()).build();
    ok(one.post("dev.orlop.hold.deleteBlob", named, bob));
    assertEquals(404, head(other, digest, bob));
    assertEquals(404, head(one, digest, bob));
    assertEquals(200, head(other, digest, alice));
    assertEquals(200, head(one, digest, bob));
  }

  private static int head(RunningHold hold, Digest digest, Account account) {
    HttpRequest request =
        hold.request(BlobCalls.getBlob(account, digest, ""))
            .header("Authorization", "Bearer " + hold.token(account))
            .HEAD()
            .build();
    return hold.send(request).statusCode();
  }

  private HttpResponse<byte[]> initiate(RunningHold hold, long size) {
    return hold.post(
        BlobCalls.INITIATE,
        DataMap.builder().put("digest", "uploads/temp-2").put("size", size).build(),
        bob);
  }
}
