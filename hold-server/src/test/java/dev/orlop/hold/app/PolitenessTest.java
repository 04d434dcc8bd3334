package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused so that others have their share, and the hold its room. */
class PolitenessTest extends WithHold {
  private static final String NOTE = "{'collection':'com.example.note','record':{}}";

  private HttpResponse<byte[]> write() {
    return new RecordCalls(hold, alice).call(RecordCalls.CREATE, NOTE);
  }

  private HttpResponse<byte[]> bringBlob() {
    return hold.send(
        hold.request("/xrpc/com.atproto.repo.uploadBlob")
            .header("Content-Type", "text/plain")
            .header("Authorization", "Bearer " + hold.token(alice))
            .POST(BodyPublishers.ofString("a blob"))
            .build());
  }

  private HttpResponse<byte[]> initiate() {
    return hold.post(
        BlobCalls.INITIATE, DataMap.builder().put("digest", "uploads/temp-1").build(), alice);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void whoWritesTooOftenIsToldWhenToComeBack() {
    hold.restart(Map.of("ORLOP_LIMITS_WRITES_PER_MINUTE", "3"));
    for (int left = 2; left >= 0; left--) {
      HttpResponse<byte[]> answer = write();
      ok(answer);
      assertEquals("3", header(answer, "RateLimit-Limit"));
      assertEquals(String.valueOf(left), header(answer, "RateLimit-Remaining"));
    }
    HttpResponse<byte[]> refused = write();
    assertEquals("RateLimitExceeded", error(429, refused));
    assertTrue(Integer.parseInt(header(refused, "Retry-After")) > 0);
    ok(bringBlob());
    hold.json("/xrpc/com.atproto.repo.describeRepo?repo=" + new RecordCalls(hold, alice).did());
  }

  @Test
  void blobsOfRecordsAreCountedByThemselves() {
    hold.restart(Map.of("ORLOP_LIMITS_BLOBS_PER_MINUTE", "1"));
    ok(bringBlob());
    assertEquals("RateLimitExceeded", error(429, bringBlob()));
    ok(write());
  }

  @Test
  void allThatComeFromOneAddressAreCountedTogether() {
    hold.restart(Map.of("ORLOP_LIMITS_WRITES_PER_MINUTE", "1"));
    for (int i = 0; i < 10; i++) {
      RunningHold.Account somebody = hold.account("somebody" + i + ".test");
      // Refused for another reason, and counted.
      assertEquals(
          403, new RecordCalls(hold, somebody).call(RecordCalls.CREATE, NOTE).statusCode());
    }
    assertEquals("RateLimitExceeded", error(429, write()));
  }

  @Test
  void aHoldThatIsShortOfRoomTakesNoBlobsAndGoesOnOtherwise() {
    byte[] there = bytes(1, 300);
    Digest digest = blobs.upload(alice, there);
    hold.restart(Map.of("ORLOP_LIMITS_DISK_RESERVE", String.valueOf(Long.MAX_VALUE / 2)));
    blobs = new BlobCalls(hold);
    assertEquals("InsufficientStorage", error(507, initiate()));
    assertEquals("InsufficientStorage", error(507, bringBlob()));
    ok(write());
    assertEquals(200, blobs.get(getBlob(alice, digest, "&repo=app")).statusCode());
    hold.restart();
    blobs = new BlobCalls(hold);
    blobs.upload(alice, bytes(2, 300));
  }
}
