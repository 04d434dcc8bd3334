package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.records.CrewMember;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.mst.RecordWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one hold, with a database and keys in common. */
class ReplicasHttpTest {
  @TempDir Path folder;
  private RunningHold one;
  private RunningHold other;
  private Account alice;
  private Account bob;
  private Digest digest;

  @BeforeEach
  void start() throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("ORLOP_DATABASE_URL", TestPostgres.empty().url());
    one = new RunningHold(folder.resolve("one"), settings);
    settings.put("ORLOP_PLC_DIRECTORY", one.plc().url().toString());
    Path keys = folder.resolve("other/keys");
    Files.createDirectories(keys);
    Files.copy(folder.resolve("one/keys/signing.key"), keys.resolve("signing.key"));
    other = new RunningHold(folder.resolve("other"), settings);
    alice = one.account("alice.test");
    bob = one.account("bob.test");
    one.appoint(alice, false, false);
    one.enlist(bob, "blob:read");
    // Each has files of its own here: the blob is at both.
    digest = new BlobCalls(one).upload(alice, bytes(1, 100));
    new BlobCalls(other).upload(alice, bytes(1, 100));
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
  }

  private int read(RunningHold hold) {
    return hold.get(getBlob(alice, digest, ""), bob).statusCode();
  }

  @Test
  void whoIsOfTheCrewAtOneIsSoAtTheOtherAndNoLongerThanThere() {
    for (int round = 0; round < 20; round++) {
      assertEquals(200, read(other));
      one.server()
          .folder()
          .repo()
          .commit(CommitRequest.of(new RecordWrite.Delete(CrewMember.path(bob.did()))));
      assertEquals("Forbidden", error(403, other.get(getBlob(alice, digest, ""), bob)));
      other.enlist(bob, "blob:read");
      assertEquals(200, read(one));
      one.enlist(bob);
      assertEquals(403, read(other));
      one.enlist(bob, "blob:read");
    }
  }

  @Test
  void whatTheCaptainClosesAtOneIsClosedAtTheOther() {
    one.appoint(alice, true, false);
    assertEquals(200, other.get(getBlob(alice, digest, "")).statusCode());
    one.appoint(alice, false, false);
    assertEquals(401, other.get(getBlob(alice, digest, "")).statusCode());
    // Another captain is captain everywhere, and the former one nowhere.
    other.appoint(bob, false, false);
    assertEquals(403, one.get(getBlob(alice, digest, ""), alice).statusCode());
    assertEquals(403, other.get(getBlob(alice, digest, ""), alice).statusCode());
    assertEquals(200, read(one));
  }
}
