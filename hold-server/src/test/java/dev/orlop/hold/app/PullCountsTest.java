package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullCountsTest extends WithHold {
  private byte[] configBytes(int seed) {
    return ("{\"architecture\":\"amd64\",\"n\":" + seed + "}").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theFetchOfAConfigIsAPullAndThatOfALayerIsNot() {
    Digest config = blobs.upload(alice, configBytes(1));
    Digest layer = blobs.upload(alice, bytes(1, 5000));
    ok(blobs.notify(alice, "app", "push", config, layer));
    for (int i = 0; i < 3; i++) {
      blobs.get(getBlob(alice, config, "&repo=app"));
      blobs.get(getBlob(alice, layer, "&repo=app"));
    }
    DataMap stats = blobs.stats(alice, "app");
    assertEquals(3, stats.integer("pullCount").orElseThrow());
    assertEquals(1, stats.integer("pushCount").orElseThrow());
    assertTrue(stats.has("lastPull"));
    assertTrue(stats.has("lastPush"));
  }

  @Test
  void askingIsNotPulling() {
    Digest config = blobs.upload(alice, configBytes(2));
    ok(blobs.notify(alice, "app", "push", config));
    blobs.head(getBlob(alice, config, "&repo=app"));
    blobs.get(getBlob(alice, config, "&repo=app&method=HEAD"));
    blobs.get(getBlob(alice, config, "&repo=app"), "Range", "bytes=3-");
    blobs.get(getBlob(alice, config, "&repo=app"), "Range", "bytes=3000-");
    blobs.get(getBlob(alice, config, "&repo=app"), "If-None-Match", '"' + config.toString() + '"');
    blobs.get(getBlob(alice, digest(bytes(2, 9)), "&repo=app"));
    blobs.get(getBlob(alice, config, ""));
    assertEquals(0, blobs.pulls(alice, "app"));
    blobs.get(getBlob(alice, config, "&repo=app"), "Range", "bytes=0-3");
    assertEquals(1, blobs.pulls(alice, "app"));
  }

  @Test
  void aUrlCountsWhenItIsGivenOutAndNotWhenItIsUsed() {
    Digest config = blobs.upload(alice, configBytes(3));
    ok(blobs.notify(alice, "app", "push", config));
    String url =
        ok(blobs.get(getBlob(alice, config, "&repo=app&method=GET"))).text("url").orElseThrow();
    for (int i = 0; i < 3; i++) {
      hold.send(hold.at(url).GET().build());
    }
    assertEquals(1, blobs.pulls(alice, "app"));
  }

  @Test
  void aRepositoryOfWhichNothingIsKnownCountsEveryFetchUnlessToldOtherwise() {
    Digest layer = blobs.upload(alice, bytes(3, 100));
    blobs.get(getBlob(alice, layer, "&repo=foreign"));
    blobs.get(getBlob(alice, layer, "&repo=foreign"));
    assertEquals(2, blobs.pulls(alice, "foreign"));
    hold.restart(Map.of("ORLOP_STATS_UNKNOWN_BLOBS", "ignore"));
    blobs.get(getBlob(alice, layer, "&repo=foreign"));
    assertEquals(2, blobs.pulls(alice, "foreign"));
  }

  @Test
  void anAppViewMaySayThatItServedAPull() {
    Digest config = blobs.upload(alice, configBytes(4));
    DataMap answer = ok(blobs.notify(alice, "app", "pull", config));
    assertEquals("pull", answer.text("operation").orElseThrow());
    assertEquals(1, blobs.pulls(alice, "app"));
  }

  @Test
  void aRepositoryNeverSeenHasZeros() {
    DataMap stats = blobs.stats(alice, "nothing");
    assertEquals(0, stats.integer("pullCount").orElseThrow());
    assertEquals(0, stats.integer("pushCount").orElseThrow());
    assertFalse(stats.has("uri"));
  }

  @Test
  void aPushMakesOneLayerRecordForEachBlobAndNoneTwice() {
    Digest config = blobs.upload(alice, configBytes(5));
    Digest layer = blobs.upload(alice, bytes(4, 100));
    DataMap first = ok(blobs.notify(alice, "app", "push", config, layer));
    long created = first.integer("layersCreated").orElseThrow();
    assertTrue(created >= 1);
    DataMap again = ok(blobs.notify(alice, "app", "push", config, layer));
    assertEquals(0, again.integer("layersCreated").orElseThrow());
    assertEquals(2, blobs.stats(alice, "app").integer("pushCount").orElseThrow());
    DataMap records =
        hold.json(
            "/xrpc/com.atproto.repo.listRecords?collection=io.atcr.hold.layer&repo="
                + hold.server().identity().did());
    assertEquals(created, records.array("records").orElseThrow().size());
  }

  @Test
  void nobodyPushesInAnothersName() {
    Account bob = hold.account("bob.test");
    hold.enlist(bob, "blob:write");
    Digest config = blobs.upload(alice, configBytes(6));
    DataMap body =
        DataMap.builder()
            .put("repository", "app")
            .put("userDid", alice.did().toString())
            .put("manifestDigest", config.toString())
            .put("manifest", DataMap.builder().put("mediaType", "x/y").build())
            .build();
    assertEquals("UserMismatch", error(403, hold.post(BlobCalls.NOTIFY, body, bob)));
    assertEquals("AuthMissing", error(401, hold.post(BlobCalls.NOTIFY, body, Optional.empty())));
    DataMap unknown = body.with("operation", new DataValue.Text("bake"));
    assertEquals("InvalidOperation", error(400, hold.post(BlobCalls.NOTIFY, unknown, alice)));
    assertEquals(0, blobs.stats(alice, "app").integer("pushCount").orElseThrow());
  }

  @Test
  void theNumberIsThereAfterARestart() {
    Digest config = blobs.upload(alice, configBytes(7));
    ok(blobs.notify(alice, "app", "push", config));
    blobs.get(getBlob(alice, config, "&repo=app"));
    hold.restart();
    blobs.get(getBlob(alice, config, "&repo=app"));
    assertEquals(2, blobs.pulls(alice, "app"));
  }

  @Test
  void theNumberCanBeProvedFromTheSignedRepo() {
    Digest config = blobs.upload(alice, configBytes(8));
    ok(blobs.notify(alice, "app", "push", config));
    DataMap stats = blobs.stats(alice, "app");
    String uri = stats.text("uri").orElseThrow();
    DataMap record =
        hold.json(
            "/xrpc/com.atproto.repo.getRecord?repo="
                + hold.server().identity().did()
                + "&collection=io.atcr.hold.stats&rkey="
                + uri.substring(uri.lastIndexOf('/') + 1));
    assertEquals(stats.text("cid").orElseThrow(), record.text("cid").orElseThrow());
    DataMap value = record.map("value").orElseThrow();
    assertEquals(1, value.integer("pushCount").orElseThrow());
    assertEquals(alice.did().toString(), value.text("ownerDid").orElseThrow());
  }

  @Test
  void allRepositoriesOfAUserAreListedPageByPage() {
    Digest config = blobs.upload(alice, configBytes(9));
    for (String name : List.of("c", "a", "b/x", "b")) {
      ok(blobs.notify(alice, name, "push", config));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      DataMap page = hold.json("/xrpc/io.atcr.hold.listStats?limit=3&did=" + alice.did() + cursor);
      for (DataValue entry : page.array("stats").orElseThrow()) {
        seen.add(((DataMap) entry).text("repository").orElseThrow());
      }
      cursor = page.text("cursor").map(next -> "&cursor=" + next).orElse("");
    } while (!cursor.isEmpty());
    assertEquals(List.of("a", "b", "b/x", "c"), seen);
  }
}
