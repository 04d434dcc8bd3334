package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.hold.pds.records.CrewMember;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoWritesTest {
  private static final String PUT = "com.atproto.repo.putRecord";
  private static final String DELETE = "com.atproto.repo.deleteRecord";
  private static final String REQUEST_CREW = "io.atcr.hold.requestCrew";
  private static final Datetime NOW = Datetime.parse("2026-11-21T12:00:00.000Z");

  @TempDir Path folder;
  private RunningHold hold;
  private Account alice;
  private Account bob;

  @BeforeEach
  void start() {
    hold = new RunningHold(folder);
    alice = hold.account("alice.test");
    bob = hold.account("bob.test");
    hold.appoint(alice, false, false);
  }

  @AfterEach
  void stop() {
    hold.close();
  }

  private DataMap crewBody(Account member, String... permissions) {
    List<String> texts = List.of(permissions);
    CrewMember record = new CrewMember(member.did(), "member", texts, NOW, Optional.empty());
    return target(member).put("record", record.toData()).build();
  }

  private DataMap.Builder target(Account member) {
    return DataMap.builder()
        .put("repo", hold.server().identity().did().toString())
        .put("collection", "io.atcr.hold.crew")
        .put("rkey", CrewMember.path(member.did()).rkey().toString());
  }

  @Test
  void theCaptainPutsAndDeletesACrewMember() {
    HttpResponse<byte[]> put = hold.post(PUT, crewBody(bob, "blob:write"), Optional.of(alice));
    assertEquals(200, put.statusCode());
    DataMap answer = DataJson.parse(put.body());
    assertEquals("valid", answer.text("validationStatus").orElseThrow());
    assertTrue(answer.map("commit").isPresent());
    assertTrue(hold.server().folder().records().crew().has(bob.did()));

    DataMap again =
        DataJson.parse(hold.post(PUT, crewBody(bob, "blob:write"), Optional.of(alice)).body());
    assertFalse(again.has("commit"));

    DataMap target = target(bob).build();
    assertTrue(
        DataJson.parse(hold.post(DELETE, target, Optional.of(alice)).body())
            .map("commit")
            .isPresent());
    assertFalse(hold.server().folder().records().crew().has(bob.did()));
    assertFalse(DataJson.parse(hold.post(DELETE, target, Optional.of(alice)).body()).has("commit"));
  }

  @Test
  void nobodyElseWritesUnlessTheCrewRecordSaysAdmin() {
    assertEquals("AuthMissing", error(401, hold.post(PUT, crewBody(bob), Optional.empty())));
    HttpResponse<byte[]> refused = hold.post(PUT, crewBody(bob, "crew:admin"), Optional.of(bob));
    assertEquals("Forbidden", error(403, refused));
    assertEquals(
        "crew:admin", DataJson.parse(refused.body()).text("requiredPermission").orElseThrow());
    hold.post(PUT, crewBody(bob, "blob:write"), Optional.of(alice));
    assertEquals("Forbidden", error(403, hold.post(PUT, crewBody(bob), Optional.of(bob))));
    hold.post(PUT, crewBody(bob, "crew:admin"), Optional.of(alice));
    assertEquals(200, hold.post(PUT, crewBody(alice), Optional.of(bob)).statusCode());
  }

  @Test
  void aRecordThatIsNotWhatItsLexiconSaysIsRefused() {
    DataMap wrong =
        target(bob).put("record", DataMap.builder().put("member", "nobody").build()).build();
    assertEquals("InvalidRequest", error(400, hold.post(PUT, wrong, Optional.of(alice))));
    DataMap otherType =
        target(bob).put("record", DataMap.builder().put("$type", "io.atcr.tag").build()).build();
    assertEquals("InvalidRequest", error(400, hold.post(PUT, otherType, Optional.of(alice))));
  }

  @Test
  void aSwapThatDoesNotFitIsRefused() {
    DataMap absent = crewBody(bob).with("swapRecord", DataValue.Null.NULL);
    assertEquals(200, hold.post(PUT, absent, Optional.of(alice)).statusCode());
    assertEquals("InvalidSwap", error(400, hold.post(PUT, absent, Optional.of(alice))));
    String elsewhere = "bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454";
    DataMap commit = crewBody(alice).with("swapCommit", new DataValue.Text(elsewhere));
    assertEquals("InvalidSwap", error(400, hold.post(PUT, commit, Optional.of(alice))));
  }

  @Test
  void joiningTheCrewIsForHoldsThatAllowIt() {
    DataMap nothing = DataMap.EMPTY;
    assertEquals("AuthRequired", error(401, hold.post(REQUEST_CREW, nothing, Optional.empty())));
    assertEquals(
        "RegistrationDisabled", error(403, hold.post(REQUEST_CREW, nothing, Optional.of(bob))));
    hold.appoint(alice, false, true);
    DataMap admin =
        DataMap.builder().put("permissions", List.of(new DataValue.Text("crew:admin"))).build();
    DataMap created = DataJson.parse(hold.post(REQUEST_CREW, admin, Optional.of(bob)).body());
    assertEquals("created", created.text("status").orElseThrow());
    assertFalse(
        hold.server().folder().records().crew().permissions(bob.did()).contains("crew:admin"));
    DataMap again = DataJson.parse(hold.post(REQUEST_CREW, nothing, Optional.of(bob)).body());
    assertEquals("already_member", again.text("status").orElseThrow());
  }

  @Test
  void aForgedTokenIsRefusedByItsName() {
    Account forger = new Account(alice.did(), bob.key());
    assertEquals("BadJwtSignature", error(401, hold.post(PUT, crewBody(bob), Optional.of(forger))));
    assertTrue(hold.server().folder().repo().record(Captain.PATH).isPresent());
  }
}
