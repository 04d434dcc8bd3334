package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.digest;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobAccessTest extends WithHold {
  /** Reads, writes, administers: the status of each when the hold is public, and when it is not. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "anonymous,            200, 401, 401, 401",
    "captain,              200, 200, 200, 200",
    "blob:read,            200, 200, 403, 403",
    "blob:write,           200, 200, 200, 403",
    "crew:admin,           200, 200, 200, 200",
    "'',                   200, 403, 403, 403",
    "stranger,             200, 403, 403, 403"
  })
  void everyCellOfThePermissionMatrixHolds(
      String who, int publicRead, int privateRead, int write, int administer) {
    Digest digest = blobs.upload(alice, bytes(1, 100));
    Optional<Account> caller = caller(who);
    assertEquals(publicRead, read(caller, getBlob(alice, digest, "")).statusCode());
    assertEquals(publicRead, read(caller, getBlob(alice, digest, "&method=GET")).statusCode());
    assertEquals(write, read(caller, getBlob(alice, digest, "&method=PUT")).statusCode());
    hold.appoint(alice, false, false);
    assertEquals(privateRead, read(caller, getBlob(alice, digest, "")).statusCode());
    assertEquals(privateRead, read(caller, getBlob(alice, digest, "&method=GET")).statusCode());
    assertEquals(privateRead, read(caller, getBlob(alice, digest, "&method=HEAD")).statusCode());
    DataMap begin = DataMap.builder().put("digest", "uploads/temp-1").build();
    assertEquals(write, hold.post(BlobCalls.INITIATE, begin, caller).statusCode());
    DataMap target =
        DataMap.builder()
            .put("repo", hold.server().identity().did().toString())
            .put("collection", "io.atcr.hold.crew")
            .put("rkey", "nobody")
            .build();
    assertEquals(
        administer, hold.post("com.atproto.repo.deleteRecord", target, caller).statusCode());
  }

  private Optional<Account> caller(String who) {
    if (who.equals("anonymous")) {
      return Optional.empty();
    }
    if (who.equals("captain")) {
      return Optional.of(alice);
    }
    Account bob = hold.account("bob.test");
    if (who.equals("stranger")) {
      return Optional.of(bob);
    }
    hold.enlist(bob, who.isEmpty() ? new String[0] : new String[] {who});
    return Optional.of(bob);
  }

  private HttpResponse<byte[]> read(Optional<Account> caller, String path) {
    return caller.map(account -> hold.get(path, account)).orElseGet(() -> hold.get(path));
  }

  @Test
  void aRefusalNamesWhatWasWantedAndWhatIsNeeded() {
    Account bob = hold.account("bob.test");
    hold.enlist(bob, "blob:read");
    DataMap begin = DataMap.builder().put("digest", "uploads/temp-1").build();
    HttpResponse<byte[]> answer = hold.post(BlobCalls.INITIATE, begin, bob);
    assertEquals("Forbidden", error(403, answer));
    DataMap body = DataJson.parse(answer.body());
    assertEquals("write blobs", body.text("action").orElseThrow());
    assertEquals("blob:write", body.text("requiredPermission").orElseThrow());
    assertTrue(body.has("reason"));
  }

  @Test
  void aPrivateHoldDoesNotTellStrangersWhatItHas() {
    Account bob = hold.account("bob.test");
    Digest here = blobs.upload(alice, bytes(2, 100));
    Digest nowhere = digest(bytes(3, 100));
    hold.appoint(alice, false, false);
    for (String more : List.of("", "&method=GET", "&method=HEAD", "&method=PUT", "&repo=app")) {
      assertSame(hold.get(getBlob(alice, here, more)), hold.get(getBlob(alice, nowhere, more)));
      assertSame(
          hold.get(getBlob(alice, here, more), bob), hold.get(getBlob(alice, nowhere, more), bob));
      assertSame(blobs.head(getBlob(alice, here, more)), blobs.head(getBlob(alice, nowhere, more)));
    }
    assertEquals("BlobNotFound", error(404, hold.get(getBlob(alice, nowhere, ""), alice)));
  }

  private static void assertSame(HttpResponse<byte[]> one, HttpResponse<byte[]> other) {
    assertTrue(one.statusCode() >= 400);
    assertEquals(one.statusCode(), other.statusCode());
    assertArrayEquals(one.body(), other.body());
    assertEquals(one.headers().map().keySet(), other.headers().map().keySet());
  }

  @Test
  void aRevocationHoldsAtOnce() {
    Account bob = hold.account("bob.test");
    hold.appoint(alice, false, false);
    Digest digest = blobs.upload(alice, bytes(4, 100));
    hold.enlist(bob, "blob:read");
    assertEquals(200, hold.get(getBlob(alice, digest, ""), bob).statusCode());
    hold.enlist(bob);
    assertEquals("Forbidden", error(403, hold.get(getBlob(alice, digest, ""), bob)));
  }

  @Test
  void onlyAnswersThatAllMaySeeMayBeKeptByCaches() {
    Digest digest = blobs.upload(alice, bytes(5, 100));
    hold.appoint(alice, false, false);
    HttpResponse<byte[]> answer = hold.get(getBlob(alice, digest, ""), alice);
    assertEquals("private, no-cache", answer.headers().firstValue("Cache-Control").orElseThrow());
  }

  @Test
  void aBadTokenIsRefusedWhereNoneIsNeeded() {
    Digest digest = blobs.upload(alice, bytes(6, 100));
    Account forger = new Account(alice.did(), hold.account("bob.test").key());
    assertEquals("BadJwtSignature", error(401, hold.get(getBlob(alice, digest, ""), forger)));
  }
}
