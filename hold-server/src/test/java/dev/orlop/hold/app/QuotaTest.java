package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a member may use, over HTTP: nobody gets beyond it, and everybody up to it. */
class QuotaTest extends WithHold {
  private static final String TIER = "io.atcr.hold.updateCrewTier";
  private static final long LIMIT = 100_000;

  private Account bob;

  @Override
  Map<String, String> settings() {
    return settings("");
  }

  private static Map<String, String> settings(String trusted) {
    return settings(trusted, "24");
  }

  private static Map<String, String> settings(String trusted, String leaseHours) {
    return Map.of(
        "ORLOP_QUOTA_TIERS",
        "deckhand=100kB,bosun=1MB",
        "ORLOP_QUOTA_TRUSTED_APPVIEWS",
        trusted,
        "ORLOP_GC_LEASE_HOURS",
        leaseHours);
  }

  @BeforeEach
  void enlist() {
    bob = hold.account("bob.test");
    hold.enlist(bob, "blob:write");
  }

  private DataMap quota(Account account) {
    return ok(hold.get("/xrpc/io.atcr.hold.getQuota", account));
  }

  private long used(Account account) {
    return quota(account).integer("totalSize").orElseThrow();
  }

  private long reserved(Account account) {
    return quota(account).integer("reserved").orElseThrow();
  }

  private HttpResponse<byte[]> initiate(Account account, long size) {
    return hold.post(
        BlobCalls.INITIATE,
        DataMap.builder().put("digest", "uploads/temp-1").put("size", size).build(),
        account);
  }

  private HttpResponse<byte[]> give(Account caller, Account member, String tier) {
    return hold.post(
        TIER,
        DataMap.builder().put("userDid", member.did().toString()).put("tier", tier).build(),
        caller);
  }

  @Test
  void noPartIsTakenThatTheQuotaHasNoRoomForAndAnAbortMakesRoomAgain() {
    byte[] large = bytes(1, 60_000);
    String first = blobs.begin(bob, digest(large).toString());
    blobs.sendPart(bob, first, 1, large);
    String second = blobs.begin(bob, "uploads/temp-2");
    String url = blobs.partUrl(bob, second, 1);
    assertEquals("QuotaExceeded", error(403, blobs.put(url, bytes(2, 50_000))));
    assertEquals("QuotaExceeded", error(403, initiate(bob, 50_000)));
    ok(initiate(bob, 40_000));
    ok(hold.post(BlobCalls.ABORT, DataMap.builder().put("uploadId", first).build(), bob));
    blobs.sendPart(bob, second, 1, bytes(2, 50_000));
  }

  @Test
  void aPartWhoseLengthNobodySaidIsRefusedAtTheByteForWhichThereIsNoRoom() {
    String url = blobs.partUrl(bob, blobs.begin(bob, "uploads/temp-1"), 1);
    byte[] content = bytes(1, 300_000);
    HttpResponse<byte[]> answer =
        hold.send(
            hold.at(url)
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                .build());
    assertEquals("QuotaExceeded", error(403, answer));
    ok(initiate(bob, LIMIT));
  }

  @Test
  void aBlobThatWasBroughtStaysReservedUntilARecordNamesItAlsoOverARestart() {
    Digest layer = blobs.upload(bob, bytes(1, 60_000));
    assertEquals(60_000, reserved(bob));
    assertEquals(0, used(bob));
    hold.restart(settings());
    assertEquals(60_000, reserved(bob));
    assertEquals("QuotaExceeded", error(403, initiate(bob, 50_000)));
    ok(blobs.notify(bob, "app", "push", layer));
    assertEquals(0, reserved(bob));
    assertEquals(60_000, used(bob));
    DataMap seen = ok(hold.get("/xrpc/io.atcr.hold.getQuota?userDid=" + bob.did()));
    assertFalse(seen.has("reserved"));
    assertEquals("deckhand", seen.text("tier").orElseThrow());
    assertEquals(LIMIT, seen.integer("limit").orElseThrow());
    assertEquals(1, seen.integer("uniqueBlobs").orElseThrow());
  }

  @Test
  void aBlobStaysReservedForAsLongAsTheOperatorHasLeasesLast() throws IOException {
    Instant brought = Instant.now().minus(Duration.ofMinutes(90));
    Files.writeString(
        folder.resolve("quota").resolve(brought.getEpochSecond() / 3600 + ".brought"),
        "%d %s %s 60000\n".formatted(brought.toEpochMilli(), bob.did(), digest(bytes(1, 60_000))));
    hold.restart(settings("", "2"));
    assertEquals(60_000, reserved(bob));
    hold.restart(settings("", "1"));
    assertEquals(0, reserved(bob));
  }

  @Test
  void aManifestOfOthersBlobsThatIsTooLargeIsRefusedAndLeavesNoRecord() {
    Digest large = blobs.upload(alice, bytes(1, 80_000));
    Digest small = blobs.upload(alice, bytes(2, 30_000));
    HttpResponse<byte[]> refused = blobs.notify(bob, "app", "push", small, large);
    assertEquals("QuotaExceeded", error(403, refused));
    DataMap body = DataJson.parse(refused.body());
    assertTrue(body.text("message").orElseThrow().contains("110 kB more: 0 bytes of 100 kB"));
    assertEquals("100000", body.text("limit").orElseThrow());
    assertEquals(0, used(bob));
    assertEquals(0, blobs.stats(bob, "app").integer("pushCount").orElseThrow());
    ok(blobs.notify(bob, "app", "push", large));
    // What is used already costs nothing in another manifest.
    ok(blobs.notify(bob, "mirror", "push", large));
    assertEquals(80_000, used(bob));
    assertEquals("QuotaExceeded", error(403, blobs.notify(bob, "app", "push", small, large)));
    ok(blobs.notify(alice, "app", "push", small, large));
  }

  @Test
  void whoUsesMostOfTheirQuotaIsWarned() {
    byte[] content = bytes(1, 79_000);
    Digest layer = blobs.upload(bob, content);
    assertEquals(
        Optional.empty(), blobs.notify(bob, "app", "push", layer).headers().firstValue("Warning"));
    byte[] more = bytes(2, 2_000);
    String upload = blobs.begin(bob, digest(more).toString());
    String etag = blobs.sendPart(bob, upload, 1, more);
    assertEquals(
        "299 - \"81 % of the quota is used: 79 kB and 2 kB on their way of 100 kB (tier deckhand)\"",
        blobs
            .complete(bob, upload, digest(more), List.of(etag))
            .headers()
            .firstValue("Warning")
            .orElseThrow());
    assertEquals(
        "299 - \"81 % of the quota is used: 81 kB of 100 kB (tier deckhand)\"",
        blobs
            .notify(bob, "app", "push", digest(more))
            .headers()
            .firstValue("Warning")
            .orElseThrow());
  }

  @Test
  void theCaptainHasNoLimitAndATierIsGivenByThoseWhoMay() {
    assertFalse(quota(alice).has("limit"));
    blobs.upload(alice, bytes(1, 200_000));
    Account appView = hold.account("appview.test");
    assertEquals("Forbidden", error(403, give(bob, bob, "bosun")));
    assertEquals("Forbidden", error(403, give(appView, bob, "bosun")));
    assertEquals("InvalidTier", error(400, give(alice, bob, "admiral")));
    assertEquals("NotCrew", error(400, give(alice, appView, "bosun")));
    ok(give(alice, bob, "bosun"));
    assertEquals(1_000_000, quota(bob).integer("limit").orElseThrow());
    hold.restart(settings(appView.did().toString()));
    ok(give(appView, bob, "deckhand"));
    assertEquals("deckhand", quota(bob).text("tier").orElseThrow());
    // The rest of the record is as it was.
    blobs.upload(bob, bytes(2, 10));
  }

  @Test
  void theTiersAreListedAndWithoutThemNobodyHasALimit() {
    DataMap tiers = hold.json("/xrpc/io.atcr.hold.listTiers");
    assertEquals("deckhand", tiers.text("defaultTier").orElseThrow());
    assertEquals(2, tiers.array("tiers").orElseThrow().size());
    hold.restart();
    assertEquals(0, hold.json("/xrpc/io.atcr.hold.listTiers").array("tiers").orElseThrow().size());
    assertFalse(quota(bob).has("limit"));
    assertEquals("InvalidUserDid", error(400, hold.get("/xrpc/io.atcr.hold.getQuota?userDid=bob")));
  }

  /** Many sessions at once, of which some are given up: the sum is never above the limit. */
  @Test
  void uploadsAtOnceNeverTakeMoreThanTheQuotaAndFillIt() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> done = new ArrayList<>();
      for (int worker = 0; worker < 6; worker++) {
        SplittableRandom random = new SplittableRandom(worker);
        done.add(threads.submit(() -> uploadAll(random)));
      }
      long kept = 0;
      for (Future<Long> one : done) {
        kept += one.get();
      }
      assertEquals(kept, reserved(bob));
      assertTrue(kept <= LIMIT, kept + " bytes");
      // A blob of the largest size was refused only when there was no room for it.
      assertTrue(kept > LIMIT / 2, kept + " bytes");
    }
    hold.restart(settings());
    assertTrue(reserved(bob) <= LIMIT);
    ok(initiate(bob, LIMIT - reserved(bob)));
    assertEquals("QuotaExceeded", error(403, initiate(bob, LIMIT - reserved(bob) + 1)));
  }

  private long uploadAll(SplittableRandom random) {
    long kept = 0;
    for (int i = 0; i < 15; i++) {
      byte[] content = bytes(random.nextLong(), random.nextInt(1, 8_000));
      HttpResponse<byte[]> begun = initiate(bob, content.length);
      if (begun.statusCode() != 200) {
        assertEquals("QuotaExceeded", error(403, begun));
        continue;
      }
      String upload = DataJson.parse(begun.body()).text("uploadId").orElseThrow();
      HttpResponse<byte[]> part = blobs.put(blobs.partUrl(bob, upload, 1), content);
      assertTrue(reserved(bob) <= LIMIT);
      if (part.statusCode() != 200) {
        assertEquals("QuotaExceeded", error(403, part));
      } else if (random.nextInt(4) > 0) {
        String etag = part.headers().firstValue("ETag").orElseThrow();
        ok(blobs.complete(bob, upload, digest(content), List.of(etag)));
        kept += content.length;
        continue;
      }
      ok(hold.post(BlobCalls.ABORT, DataMap.builder().put("uploadId", upload).build(), bob));
    }
    return kept;
  }
}
