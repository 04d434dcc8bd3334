package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deleting what was pushed, and what the hold keeps of somebody. */
class UserDataTest extends WithHold {
  private static final String DELETE = "io.atcr.hold.deleteUserData";
  private static final String EXPORT = "/xrpc/io.atcr.hold.exportUserData";
  private static final String DELETE_REPOSITORY = "dev.orlop.hold.deleteRepository";

  private Account bob;
  private Account carol;
  private Digest config;

  @BeforeEach
  void push() {
    bob = hold.account("bob.test");
    carol = hold.account("carol.test");
    hold.enlist(bob, "blob:write");
    hold.enlist(carol, "blob:read");
    config = blobs.upload(bob, "{}".getBytes(UTF_8));
    ok(blobs.notify(bob, "app", "push", config, blobs.upload(bob, bytes(1, 100))));
  }

  private HttpResponse<byte[]> notifyDeleted(Account caller) {
    DataMap body =
        DataMap.builder()
            .put("repository", "app")
            .put("userDid", bob.did().toString())
            .put("manifestDigest", BlobCalls.digest(config.toString().getBytes(UTF_8)).toString())
            .put("operation", "delete")
            .put("manifest", DataMap.EMPTY)
            .build();
    return hold.post(BlobCalls.NOTIFY, body, caller);
  }

  @Test
  void theOwnerOfARepositoryAndTheCaptainMayDeleteAManifestAndNobodyElse() {
    assertEquals("UserMismatch", error(403, notifyDeleted(carol)));
    assertEquals(2, ok(notifyDeleted(bob)).integer("layersDeleted").orElseThrow());
    ok(blobs.notify(bob, "app", "push", config));
    assertEquals(1, ok(notifyDeleted(alice)).integer("layersDeleted").orElseThrow());
  }

  @Test
  void whoLostTheRightToWriteMayStillDelete() {
    hold.enlist(bob);
    assertEquals(2, ok(notifyDeleted(bob)).integer("layersDeleted").orElseThrow());
  }

  @Test
  void aWholeRepositoryIsDeletedByItsOwner() {
    DataMap body =
        DataMap.builder().put("userDid", bob.did().toString()).put("repository", "app").build();
    assertEquals("UserMismatch", error(403, hold.post(DELETE_REPOSITORY, body, carol)));
    assertEquals("AuthRequired", error(401, hold.post(DELETE_REPOSITORY, body, Optional.empty())));
    DataMap answer = ok(hold.post(DELETE_REPOSITORY, body, bob));
    assertEquals(2, answer.integer("layersDeleted").orElseThrow());
  }

  @Test
  void whatIsKeptOfACallerIsToldPageByPageAndToTheCallerAlone() {
    assertEquals("AuthRequired", error(401, hold.get(EXPORT)));
    List<String> kinds = new ArrayList<>();
    String cursor = "";
    do {
      DataMap page = ok(hold.get(EXPORT + "?limit=3" + cursor, bob));
      for (DataValue entry : page.array("records").orElseThrow()) {
        kinds.add(((DataMap) entry).map("value").orElseThrow().type().orElseThrow());
      }
      cursor = page.text("cursor").map(next -> "&cursor=" + next).orElse("");
    } while (!cursor.isEmpty());
    assertEquals(
        List.of(
            "io.atcr.hold.crew", "io.atcr.hold.layer", "io.atcr.hold.layer", "io.atcr.hold.stats"),
        kinds);
    DataMap carols = ok(hold.get(EXPORT, carol));
    assertEquals(1, carols.array("records").orElseThrow().size());
  }

  @Test
  void whatIsKeptOfACallerIsDeletedButForTheCrewRecord() {
    assertEquals("AuthRequired", error(401, hold.post(DELETE, DataMap.EMPTY, Optional.empty())));
    ok(blobs.notify(alice, "app", "push", config));
    DataMap answer = ok(hold.post(DELETE, DataMap.EMPTY, bob));
    assertEquals(3, answer.integer("recordsDeleted").orElseThrow());
    assertEquals(2, answer.integer("layersDeleted").orElseThrow());
    assertEquals(102, answer.integer("totalSize").orElseThrow());
    assertEquals(1, ok(hold.get(EXPORT, bob)).array("records").orElseThrow().size());
    assertEquals(0, blobs.stats(bob, "app").integer("pushCount").orElseThrow());
    // What others have is theirs.
    assertEquals(1, blobs.stats(alice, "app").integer("pushCount").orElseThrow());
    assertTrue(
        DataJson.parse(hold.get(EXPORT, alice).body()).array("records").orElseThrow().size() >= 2);
  }
}
