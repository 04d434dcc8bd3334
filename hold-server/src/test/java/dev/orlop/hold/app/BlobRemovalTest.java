package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** dev.orlop.hold.deleteBlob: a blob that no manifest names is given up. */
class BlobRemovalTest extends WithHold {
  private static final String DELETE = "dev.orlop.hold.deleteBlob";
  private static final byte[] LAYER = bytes(1, 1000);

  private Account bob;
  private Account carol;
  private Digest layer;

  @Override
  Map<String, String> settings() {
    return Map.of("ORLOP_QUOTA_TIERS", "all=1MB", "ORLOP_QUOTA_DEFAULT_TIER", "all");
  }

  @BeforeEach
  void push() {
    bob = hold.account("bob.test");
    carol = hold.account("carol.test");
    hold.enlist(bob, "blob:write");
    hold.enlist(carol, "blob:write");
    layer = blobs.upload(bob, LAYER);
  }

  private HttpResponse<byte[]> delete(Account account, Digest digest) {
    return hold.post(
        DELETE, DataMap.builder().put("digest", digest.toString()).build(), Optional.of(account));
  }

  private int look(Account account) {
    return hold.get(getBlob(bob, layer, "&method=HEAD"), account).statusCode();
  }

  private HttpResponse<byte[]> get() {
    return hold.get(getBlob(bob, layer, ""));
  }

  private long used(Account account) {
    return ok(hold.get("/xrpc/io.atcr.hold.getQuota", account)).integer("reserved").orElse(0);
  }

  @Test
  void whoGaveABlobUpFindsItGoneAndMayBringItAgain() {
    assertEquals(1000, used(bob));
    ok(delete(bob, layer));
    assertEquals(0, used(bob));
    assertEquals(404, look(bob));
    assertEquals(404, get().statusCode());
    assertEquals("BlobNotFound", error(404, delete(bob, layer)));
    blobs.upload(bob, LAYER);
    assertEquals(200, look(bob));
    assertArrayEquals(LAYER, get().body());
  }

  @Test
  void aBlobThatAManifestNamesStays() {
    Digest config = blobs.upload(bob, "{}".getBytes(UTF_8));
    ok(blobs.notify(bob, "app", "push", config, layer));
    assertEquals("BlobInUse", error(400, delete(bob, layer)));
    assertEquals("BlobInUse", error(400, delete(carol, layer)));
    assertArrayEquals(LAYER, get().body());
  }

  @Test
  void anotherPushThatReliesOnTheBlobLosesNothing() {
    assertEquals(200, look(carol));
    ok(delete(bob, layer));
    assertEquals(200, look(carol), "it is told again that it need not send it");
    ok(delete(bob, layer));
    Digest config = blobs.upload(carol, "{}".getBytes(UTF_8));
    ok(blobs.notify(carol, "app", "push", config, layer));
    assertArrayEquals(LAYER, get().body());
  }

  @Test
  void onlyWhoMayPushMayGiveUp() {
    hold.enlist(carol, "blob:read");
    assertEquals("Forbidden", error(403, delete(carol, layer)));
    assertEquals(200, look(bob));
    DataMap none = DataMap.builder().put("digest", "sha256:1").build();
    assertEquals("InvalidDigest", error(400, hold.post(DELETE, none, bob)));
  }
}
