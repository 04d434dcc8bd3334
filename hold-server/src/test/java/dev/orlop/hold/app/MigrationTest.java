package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.Guests.IDENTITY;
import static dev.orlop.hold.app.Guests.SERVER;
import static dev.orlop.hold.app.Guests.done;
import static dev.orlop.hold.app.Guests.json;
import static dev.orlop.hold.app.Guests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.app.Guests.Guest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.pds.accounts.Confirmations;
import dev.orlop.hold.pds.accounts.Confirmations.Purpose;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that come from another server, or go to one. */
class MigrationTest {
  private static final Nsid CREATE = Nsid.parse(SERVER + "createAccount");

  @TempDir Path folder;
  private RunningHold hold;
  private Guests guests;

  @BeforeEach
  void start() {
    hold = Guests.openHold(folder, place());
    guests = new Guests(hold);
  }

  /** Where it is kept, as in the environment. */
  Map<String, String> place() {
    return Map.of();
  }

  @AfterEach
  void stop() {
    hold.close();
  }

  private String token(Account account, Nsid method) {
    return hold.token(
        account, hold.server().identity().did().toString(), method, Duration.ofMinutes(1));
  }

  private static DataMap moving(Account account) {
    return Guests.wish("alice").put("did", account.did().toString()).build();
  }

  @Test
  void anAccountThatMovesHereIsInactiveUntilItsDocumentLeadsHere() {
    Account alice = hold.account("alice.test");
    DataMap wish = moving(alice);
    assertEquals(
        "AuthRequired", error(401, guests.post(SERVER + "createAccount", wish, Optional.empty())));
    Nsid other = Nsid.parse("com.atproto.repo.getRecord");
    assertEquals(
        "AuthRequired",
        error(401, guests.post(SERVER + "createAccount", wish, Optional.of(token(alice, other)))));
    Account bob = hold.account("bob.test");
    assertEquals(
        "AuthRequired",
        error(401, guests.post(SERVER + "createAccount", wish, Optional.of(token(bob, CREATE)))));

    String key =
        text(
            json(
                guests.post(
                    SERVER + "reserveSigningKey",
                    DataMap.builder().put("did", alice.did().toString()).build(),
                    Optional.empty())),
            "signingKey");
    Guest here =
        Guests.guest(
            json(guests.post(SERVER + "createAccount", wish, Optional.of(token(alice, CREATE)))));
    assertEquals(alice.did().toString(), here.did());
    DataMap status = json(guests.get(SERVER + "checkAccountStatus", here));
    assertFalse(status.bool("activated").orElseThrow());
    assertFalse(status.bool("validDid").orElseThrow());
    assertEquals("IncompatibleDidDoc", error(400, guests.post(SERVER + "activateAccount", here)));

    DataMap wanted = json(guests.get(IDENTITY + "getRecommendedDidCredentials", here));
    assertEquals(key, text(wanted.map("verificationMethods").orElseThrow(), "atproto"));
    PlcOperation last = hold.plc().operations(alice.did()).getLast();
    PlcOperation moved =
        PlcOperation.sign(PlcState.parse(wanted), Optional.of(last.cid()), alice.key());
    done(
        guests.post(
            IDENTITY + "submitPlcOperation",
            DataMap.builder().put("operation", moved.data()).build(),
            here));
    done(guests.post(SERVER + "activateAccount", here));
    assertTrue(
        json(guests.get(SERVER + "checkAccountStatus", here)).bool("validDid").orElseThrow());
    done(guests.note(here, here.did(), "hello"));
  }

  @Test
  void anOperationThatWouldLeaveTheAccountUnusableHereIsNotHandedOn() {
    Guest carol = guests.create("carol");
    Did did = Did.parse(carol.did());
    PlcState now = hold.plc().operations(did).getLast().state();
    DataMap elsewhere =
        json(guests.get(IDENTITY + "getRecommendedDidCredentials", carol))
            .with("alsoKnownAs", new DataValue.Array(List.of(new DataValue.Text("at://x.test"))))
            .with("type", new DataValue.Text("plc_operation"))
            .with("prev", DataValue.Null.NULL)
            .with("sig", new DataValue.Text("AAAA"));
    assertEquals(
        "IncompatibleDidDoc",
        error(
            400,
            guests.post(
                IDENTITY + "submitPlcOperation",
                DataMap.builder().put("operation", elsewhere).build(),
                carol)));
    assertEquals(now, hold.plc().operations(did).getLast().state());
  }

  @Test
  void anAccountThatGoesHasItsOperationSignedWithTheOperatorsWordWhichIsGoodOnce()
      throws IOException {
    Guest carol = guests.create("carol");
    Did did = Did.parse(carol.did());
    done(guests.post(IDENTITY + "requestPlcOperationSignature", carol));
    String word =
        new Confirmations(KeyFile.read(folder.resolve("keys/signing.key")), Clock.systemUTC())
            .word(did, Purpose.PLC);
    DataMap services =
        DataMap.builder()
            .put(
                "atproto_pds",
                DataMap.builder()
                    .put("type", "AtprotoPersonalDataServer")
                    .put("endpoint", "https://pds.example.org")
                    .build())
            .build();
    DataMap body = DataMap.builder().put("token", word).put("services", services).build();
    String sign = IDENTITY + "signPlcOperation";
    assertEquals("InvalidRequest", error(400, guests.post(sign, body.without("token"), carol)));
    DataMap signed = json(guests.post(sign, body, carol)).map("operation").orElseThrow();
    assertEquals("InvalidToken", error(400, guests.post(sign, body, carol)));
    hold.plc().submit(did, PlcOperation.parse(signed));
    assertEquals(
        "https://pds.example.org",
        hold.plc().find(did).orElseThrow().pdsEndpoint().orElseThrow().toString());
    done(guests.post(SERVER + "deactivateAccount", DataMap.EMPTY, carol));
    assertEquals("IncompatibleDidDoc", error(400, guests.post(SERVER + "activateAccount", carol)));
  }
}
