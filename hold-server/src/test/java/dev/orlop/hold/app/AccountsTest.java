package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.Guests.IDENTITY;
import static dev.orlop.hold.app.Guests.PASSWORD;
import static dev.orlop.hold.app.Guests.SERVER;
import static dev.orlop.hold.app.Guests.done;
import static dev.orlop.hold.app.Guests.json;
import static dev.orlop.hold.app.Guests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.app.Guests.Guest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.pds.accounts.Confirmations;
import dev.orlop.hold.pds.accounts.Confirmations.Purpose;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsTest {
  @TempDir Path folder;
  private RunningHold hold;
  private Guests guests;

  @BeforeEach
  void start() {
    open(Map.of());
  }

  private void open(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(place());
    hold = Guests.openHold(folder, all);
    guests = new Guests(hold);
  }

  /** Where it is kept, as in the environment. */
  Map<String, String> place() {
    return Map.of();
  }

  private boolean isInFolder() {
    return hold.server().folder().repos().haveLogs();
  }

  @AfterEach
  void stop() {
    hold.close();
  }

  private DidDocument document(Guest guest) {
    return hold.plc().find(Did.parse(guest.did())).orElseThrow();
  }

  /** What the operator would say. */
  private String word(Guest guest, Purpose purpose) throws IOException {
    return new Confirmations(KeyFile.read(folder.resolve("keys/signing.key")), Clock.systemUTC())
        .word(Did.parse(guest.did()), purpose);
  }

  private String operator() throws IOException {
    return hold.token(
        new Account(
            hold.server().identity().did(), KeyFile.read(folder.resolve("keys/signing.key"))));
  }

  @Test
  void aNewAccountHasADidAHandleARepoAndASession() throws IOException {
    Guest carol = guests.create("carol");
    assertTrue(Did.parse(carol.did()).isPlc());
    assertEquals("carol.hold.example.com", carol.handle());
    assertEquals(
        "https://hold.example.com", document(carol).pdsEndpoint().orElseThrow().toString());
    assertEquals(carol.handle(), document(carol).handle().orElseThrow().toString());
    assertEquals(
        carol.did(),
        text(json(guests.get(IDENTITY + "resolveHandle?handle=" + carol.handle())), "did"));
    assertEquals(carol.did(), text(json(guests.get(SERVER + "getSession", carol)), "did"));
    String uri = text(json(guests.note(carol, carol.handle(), "hello")), "uri");
    assertTrue(uri.startsWith("at://" + carol.did() + "/com.example.note/"));
    DataMap described = json(guests.get("com.atproto.repo.describeRepo?repo=" + carol.handle()));
    assertTrue(described.bool("handleIsCorrect").orElseThrow());
    assertEquals(200, guests.get("com.atproto.sync.getRepo?did=" + carol.did()).statusCode());
    if (!isInFolder()) {
      return;
    }
    try (Stream<Path> keys = Files.walk(folder.resolve("keys/accounts"))) {
      Path key = keys.filter(Files::isRegularFile).findFirst().orElseThrow();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }
  }

  @Test
  void accountsOutliveARestart() {
    Guest carol = guests.create("carol");
    done(guests.note(carol, carol.did(), "hello"));
    hold.restart(Map.of("ORLOP_ACCOUNTS_ENABLED", "true"));
    done(guests.note(carol, carol.did(), "hello again"));
    json(guests.signIn("carol@example.com", PASSWORD));
    assertEquals(
        2,
        json(guests.get(
                "com.atproto.repo.listRecords?collection=com.example.note&repo=" + carol.did()))
            .array("records")
            .orElseThrow()
            .size());
  }

  @ParameterizedTest
  @CsvSource({
    "admin.hold.example.com, InvalidHandle",
    "ab.hold.example.com, InvalidHandle",
    "a.b.hold.example.com, InvalidHandle",
    "aaaaaaaaaaaaaaaaaaa.hold.example.com, InvalidHandle",
    "no_handle, InvalidHandle",
    "carol.localhost, InvalidHandle",
    "carol.example.org, UnsupportedDomain",
    "hold.example.com, UnsupportedDomain",
    "TAKEN.hold.example.com, HandleNotAvailable"
  })
  void handlesThatNobodyCanHaveAreRefused(String handle, String expected) {
    guests.create("taken");
    DataMap wish = Guests.wish("carol").put("handle", handle).build();
    String error = error(400, guests.post(SERVER + "createAccount", wish, Optional.empty()));
    assertTrue(
        error.equals(expected) || (handle.equals("no_handle") && error.equals("InvalidRequest")),
        error);
    assertEquals(2, hold.server().folder().hosting().accounts().count());
  }

  @Test
  void passwordsAndEmailAddressesAreLookedAt() {
    guests.create("dora");
    DataMap wish = Guests.wish("carol").build();
    assertEquals("InvalidPassword", refused(wish.with("password", new DataValue.Text("short"))));
    assertEquals("InvalidPassword", refused(wish.without("password")));
    assertEquals("InvalidRequest", refused(wish.with("email", new DataValue.Text("nobody"))));
    assertEquals(
        "InvalidRequest", refused(wish.with("email", new DataValue.Text("Dora@example.com"))));
  }

  private String refused(DataMap wish) {
    return error(400, guests.post(SERVER + "createAccount", wish, Optional.empty()));
  }

  @Test
  void whereInvitesAreAskedForOnlyTheOperatorMakesThem() throws IOException {
    hold.restart(Map.of("ORLOP_ACCOUNTS_ENABLED", "true"));
    DataMap wish = Guests.wish("carol").build();
    assertEquals("InvalidInviteCode", refused(wish));
    DataMap uses = DataMap.builder().put("useCount", 1).build();
    String invite = SERVER + "createInviteCode";
    assertEquals("AuthMissing", error(401, guests.post(invite, uses, Optional.empty())));
    String stranger = hold.token(hold.account("alice.test"));
    assertEquals("Forbidden", error(403, guests.post(invite, uses, Optional.of(stranger))));
    String code = text(json(guests.post(invite, uses, Optional.of(operator()))), "code");
    DataMap invited = wish.with("inviteCode", new DataValue.Text(code));
    json(guests.post(SERVER + "createAccount", invited, Optional.empty()));
    DataMap second = Guests.wish("dora").put("inviteCode", code).build();
    assertEquals("InvalidInviteCode", refused(second));
  }

  @Test
  void aHoldKeepsNoAccountsUnlessItIsToldToButForItsOperator() throws IOException {
    hold.restart(Map.of());
    assertEquals("InvalidRequest", refused(Guests.wish("carol").build()));
    DataMap server = json(guests.get(SERVER + "describeServer"));
    assertEquals(List.of(), server.array("availableUserDomains").orElseThrow());
    json(
        guests.post(
            SERVER + "createAccount", Guests.wish("carol").build(), Optional.of(operator())));
    json(guests.signIn("carol.hold.example.com", PASSWORD));
  }

  @Test
  void nobodyWritesToTheRepoOfAnother() {
    Guest carol = guests.create("carol");
    Guest dora = guests.create("dora");
    assertEquals("AuthenticationRequired", error(401, guests.note(carol, dora.did(), "mine")));
    assertEquals(
        "Forbidden",
        error(403, guests.note(carol, hold.server().identity().did().toString(), "mine")));
  }

  @Test
  void recordsOfTheHoldsKindsInTheRepoOfAGuestChangeNothingAtTheHold() {
    Account alice = hold.account("alice.test");
    hold.appoint(alice, false, false);
    Guest carol = guests.create("carol");
    DataMap crew =
        DataMap.builder()
            .put("repo", carol.did())
            .put("collection", "io.atcr.hold.crew")
            .put("rkey", "x")
            .put("validate", false)
            .put("record", DataMap.builder().put("member", carol.did()).build())
            .build();
    json(guests.post("com.atproto.repo.putRecord", crew, carol));
    assertFalse(hold.server().folder().records().crew().has(Did.parse(carol.did())));
  }

  @Test
  void aHandleCanBeChangedAndTheDirectoryIsToldOfIt() {
    Guest carol = guests.create("carol");
    Guest dora = guests.create("dora");
    String update = IDENTITY + "updateHandle";
    assertEquals(
        "HandleNotAvailable", error(400, guests.post(update, handle(dora.handle()), carol)));
    done(guests.post(update, handle("caroline.hold.example.com"), carol));
    assertEquals("caroline.hold.example.com", document(carol).handle().orElseThrow().toString());
    assertEquals(2, hold.plc().operations(Did.parse(carol.did())).size());
    assertEquals(
        "HandleNotFound",
        error(400, guests.get(IDENTITY + "resolveHandle?handle=" + carol.handle())));
    done(guests.post(update, handle(carol.handle()), dora));
  }

  private static DataMap handle(String handle) {
    return DataMap.builder().put("handle", handle).build();
  }

  @Test
  void aDeactivatedAccountIsHiddenFromOthersAndComesBack() {
    Guest carol = guests.create("carol");
    done(guests.note(carol, carol.did(), "hello"));
    done(guests.post(SERVER + "deactivateAccount", DataMap.EMPTY, carol));
    String repo = "com.atproto.sync.getRepo?did=" + carol.did();
    assertEquals("RepoDeactivated", error(400, guests.get(repo)));
    assertEquals(200, guests.get(repo, carol).statusCode());
    assertEquals("RepoDeactivated", error(400, guests.note(carol, carol.did(), "hidden")));
    DataMap status = json(guests.get("com.atproto.sync.getRepoStatus?did=" + carol.did()));
    assertEquals("deactivated", text(status, "status"));
    assertFalse(status.bool("active").orElseThrow());
    assertFalse(status.has("rev"));
    DataMap session = json(guests.signIn(carol.handle(), PASSWORD));
    assertEquals("deactivated", text(session, "status"));
    done(guests.post(SERVER + "activateAccount", carol));
    assertEquals(200, guests.get(repo).statusCode());
    assertFalse(
        json(guests.get("com.atproto.sync.getRepoStatus?did=" + carol.did())).has("status"));
  }

  @Test
  void anAccountThatWasTakenDownIsHiddenAndSignsInNoMore() throws IOException {
    Guest carol = guests.create("carol");
    takedown(carol, true);
    assertEquals(
        "RepoTakendown",
        error(400, guests.get("com.atproto.sync.getLatestCommit?did=" + carol.did())));
    assertEquals("AccountTakedown", error(401, guests.note(carol, carol.did(), "x")));
    assertEquals("AccountTakedown", error(401, guests.signIn(carol.handle(), PASSWORD)));
    DataMap listed =
        json(guests.get("com.atproto.sync.listRepos")).array("repos").orElseThrow().stream()
            .map(DataMap.class::cast)
            .filter(repo -> text(repo, "did").equals(carol.did()))
            .findFirst()
            .orElseThrow();
    assertEquals("takendown", text(listed, "status"));
    takedown(carol, false);
    done(guests.note(carol, carol.did(), "back"));
  }

  private void takedown(Guest guest, boolean applied) throws IOException {
    DataMap body =
        DataMap.builder()
            .put(
                "subject",
                DataMap.builder()
                    .put("$type", "com.atproto.admin.defs#repoRef")
                    .put("did", guest.did())
                    .build())
            .put("takedown", DataMap.builder().put("applied", applied).build())
            .build();
    json(guests.post("com.atproto.admin.updateSubjectStatus", body, Optional.of(operator())));
  }

  @Test
  void anAccountIsDeletedWithItsPasswordAndTheOperatorsWord() throws IOException {
    Guest carol = guests.create("carol");
    done(guests.note(carol, carol.did(), "hello"));
    done(guests.post(SERVER + "requestAccountDelete", carol));
    assertEquals("AuthenticationRequired", error(401, delete(carol, "wrong password", "x")));
    assertEquals("InvalidToken", error(400, delete(carol, PASSWORD, "AAAAA-AAAAA-AAAAA-AAAAA")));
    String other = word(carol, Purpose.PLC);
    assertEquals("InvalidToken", error(400, delete(carol, PASSWORD, other)));
    if (isInFolder()) {
      Path repo = hold.server().folder().repos().folder(Did.parse(carol.did()));
      assertTrue(Files.isDirectory(repo));
      done(delete(carol, PASSWORD, word(carol, Purpose.DELETE)));
      assertFalse(Files.exists(repo));
      try (Stream<Path> keys = Files.walk(folder.resolve("keys/accounts"))) {
        assertEquals(0, keys.filter(Files::isRegularFile).count());
      }
    } else {
      done(delete(carol, PASSWORD, word(carol, Purpose.DELETE)));
    }
    assertEquals(
        "RepoNotFound", error(400, guests.get("com.atproto.sync.getRepo?did=" + carol.did())));
    assertEquals("ExpiredToken", error(400, guests.get(SERVER + "getSession", carol)));
    assertEquals("AuthenticationRequired", error(401, guests.signIn(carol.handle(), PASSWORD)));
    hold.restart(Map.of("ORLOP_ACCOUNTS_ENABLED", "true", "ORLOP_ACCOUNTS_INVITES", "false"));
    guests.create("carol");
  }

  private HttpResponse<byte[]> delete(Guest guest, String password, String token) {
    return guests.post(
        SERVER + "deleteAccount",
        DataMap.builder()
            .put("did", guest.did())
            .put("password", password)
            .put("token", token)
            .build(),
        Optional.empty());
  }

  @Test
  void anAccountOfTheOperatorsDomainNeedsNoDirectory() {
    hold.restart(
        Map.of(
            "ORLOP_ACCOUNTS_ENABLED", "true",
            "ORLOP_ACCOUNTS_INVITES", "false",
            "ORLOP_ACCOUNTS_DID_METHOD", "web"));
    Guest carol = guests.create("carol");
    assertEquals("did:web:carol.hold.example.com", carol.did());
    DidDocument document = at("carol.hold.example.com").orElseThrow();
    assertEquals(carol.did(), document.id().toString());
    assertTrue(document.signingKey().isPresent());
    assertEquals(Optional.empty(), at("nobody.hold.example.com"));
    assertEquals(hold.server().identity().did(), at("hold.example.com").orElseThrow().id());
    done(guests.note(carol, carol.did(), "hello"));
    done(guests.post(IDENTITY + "updateHandle", handle("caroline.hold.example.com"), carol));
    assertEquals(
        "caroline.hold.example.com",
        at("carol.hold.example.com").orElseThrow().handle().orElseThrow().toString());
  }

  private Optional<DidDocument> at(String host) {
    String answer = HostRequest.get(hold.server().port(), host, "/.well-known/did.json");
    return answer.startsWith("HTTP/1.1 200")
        ? Optional.of(HostRequest.document(answer))
        : Optional.empty();
  }

  @Test
  void aHandleLeadsToItsAccountByTheHostThatIsAskedFor() {
    Guest carol = guests.create("carol");
    int port = hold.server().port();
    String file = "/.well-known/atproto-did";
    assertTrue(HostRequest.get(port, carol.handle(), file).endsWith(carol.did()));
    assertTrue(HostRequest.get(port, "nobody.hold.example.com", file).startsWith("HTTP/1.1 404"));
    String own = hold.server().identity().did().toString();
    assertTrue(HostRequest.get(port, "hold.example.com", file).endsWith(own));
    assertTrue(HostRequest.get(port, "a b", file).matches("(?s)HTTP/1.1 [24].*"));
  }
}
