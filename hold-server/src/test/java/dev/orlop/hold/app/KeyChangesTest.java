package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.Guests.done;
import static dev.orlop.hold.app.Guests.json;
import static dev.orlop.hold.app.Guests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.FirehoseClient;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.firehose.IdentityEvent;
import dev.orlop.atproto.plc.PlcOperation;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.app.Guests.Guest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.mst.Commit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Accounts get other signing keys. */
class KeyChangesTest extends WithGuests {
  private HttpResponse<byte[]> rotate(String did) throws IOException {
    SigningKey operator = KeyFile.read(folder.resolve("keys/signing.key"));
    return guests.post(
        "dev.orlop.admin.rotateSigningKey",
        DataMap.builder().put("did", did).build(),
        Optional.of(hold.token(new Account(hold.server().identity().did(), operator))));
  }

  private PublicKey published(Guest guest) {
    return hold.plc().find(Did.parse(guest.did())).orElseThrow().signingKey().orElseThrow();
  }

  private PublicKey own(Guest guest) {
    return hosting().keys().of(Did.parse(guest.did())).publicKey();
  }

  private Hosting hosting() {
    return hold.server().folder().hosting();
  }

  private boolean headIsSignedWith(Guest guest, PublicKey key) {
    Repo repo = hosting().repo(hosting().accounts().find(Did.parse(guest.did())).orElseThrow());
    return Commit.decode(repo.require(repo.head().commit())).verify(key);
  }

  private boolean isInFolder() {
    return hold.server().folder().repos().haveLogs();
  }

  private long filesInChange() throws IOException {
    Path changing = folder.resolve("keys/changing");
    if (!Files.exists(changing)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(changing)) {
      return files.count();
    }
  }

  private void requireAllAgree(Guest guest) throws IOException {
    assertEquals(published(guest), own(guest));
    assertTrue(headIsSignedWith(guest, own(guest)));
    assertEquals(0, filesInChange());
    done(guests.note(guest, guest.did(), "still here"));
    assertTrue(headIsSignedWith(guest, own(guest)));
  }

  @Test
  void anAccountGetsAKeyThatDirectoryAndRepoHaveAndItsSessionGoesOn() throws IOException {
    Guest carol = guests.create("carol");
    done(guests.note(carol, carol.did(), "hello"));
    PublicKey before = own(carol);
    DataMap answer = json(rotate(carol.did()));
    assertEquals(before.didKey(), text(answer, "before"));
    assertEquals(published(carol).didKey(), text(answer, "after"));
    assertNotEquals(before, published(carol));
    assertEquals(
        text(answer, "rev"),
        text(json(guests.get("com.atproto.sync.getLatestCommit?did=" + carol.did())), "rev"));
    requireAllAgree(carol);
    List<PlcOperation> operations = hold.plc().operations(Did.parse(carol.did()));
    assertEquals(2, operations.size());
    PlcState first = operations.getFirst().state();
    assertEquals(first.withSigningKey(published(carol).didKey()), operations.getLast().state());
    if (isInFolder()) {
      try (Stream<Path> keys = Files.walk(folder.resolve("keys/accounts"))) {
        Path key = keys.filter(Files::isRegularFile).findFirst().orElseThrow();
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
      }
    }
    restart();
    requireAllAgree(carol);
  }

  @Test
  void theNetworkHearsOfTheIdentityAndThenOfACommitThatTheNewKeySigned() throws Exception {
    Guest carol = guests.create("carol");
    done(guests.note(carol, carol.did(), "hello"));
    long cursor = hold.server().folder().events().lastSeq();
    json(rotate(carol.did()));
    try (FirehoseClient events =
        FirehoseClient.connect(
            URI.create("http://127.0.0.1:" + hold.server().port()), OptionalLong.of(cursor))) {
      IdentityEvent identity = assertInstanceOf(IdentityEvent.class, next(events));
      assertEquals(carol.did(), identity.did().toString());
      CommitEvent commit = assertInstanceOf(CommitEvent.class, next(events));
      assertEquals(carol.did(), commit.did().toString());
      assertEquals(List.of(), commit.ops());
      Commit head = Commit.decode(hosting().repo(account(carol)).require(commit.commit()));
      assertTrue(head.verify(published(carol)));
      assertEquals(Optional.of(head.data()), commit.prevData());
    }
  }

  private dev.orlop.hold.pds.accounts.Account account(Guest guest) {
    return hosting().accounts().find(Did.parse(guest.did())).orElseThrow();
  }

  private static Frame next(FirehoseClient events) throws InterruptedException {
    return events.next(Duration.ofSeconds(20)).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountStep.class,
      mode = Mode.INCLUDE,
      names = {"NEXT_KEY_PUBLISHED", "KEY_KEPT", "KEY_EXCHANGED", "KEY_TOLD", "REPO_SIGNED_ANEW"})
  void whatACrashCutsOffOnceTheDirectoryKnowsIsFinishedByTheNextStart(AccountStep step)
      throws IOException {
    // In a table, keeping the one and putting the other in its place is one step.
    assumeTrue(isInFolder() || step != AccountStep.KEY_KEPT);
    Guest carol = guests.create("carol");
    PublicKey before = own(carol);
    crash(carol, step);
    restart();
    assertNotEquals(before, own(carol));
    assertEquals(2, hold.plc().operations(Did.parse(carol.did())).size());
    requireAllAgree(carol);
  }

  private void crash(Guest guest, AccountStep step) {
    Crash.at(step);
    assertThrows(Crash.class, () -> hold.server().keyChanges().rotate(account(guest)));
  }

  @Test
  void aCrashBeforeTheDirectoryWasAskedChangesNothingAndTheNextTryTakesTheSameKey()
      throws IOException {
    Guest carol = guests.create("carol");
    PublicKey before = own(carol);
    crash(carol, AccountStep.NEXT_KEY_WRITTEN);
    restart();
    assertEquals(before, own(carol));
    assertEquals(before, published(carol));
    assertTrue(headIsSignedWith(carol, before));
    if (isInFolder()) {
      PublicKey next =
          KeyFile.read(folder.resolve("keys/changing/" + carol.did() + ".next")).publicKey();
      assertEquals(next.didKey(), text(json(rotate(carol.did())), "after"));
    } else {
      json(rotate(carol.did()));
    }
    requireAllAgree(carol);
  }

  @Test
  void whereTheDirectoryIsNotThereNothingChanges() throws IOException {
    Guest carol = guests.create("carol");
    PublicKey before = own(carol);
    hold.plc().close();
    assertEquals("UpstreamFailure", error(502, rotate(carol.did())));
    assertEquals(before, own(carol));
    assertTrue(headIsSignedWith(carol, before));
    assertEquals(0, filesInChange());
    done(guests.note(carol, carol.did(), "still here"));
  }

  @Test
  void whereTheDirectoryRefusesNothingChanges() throws IOException {
    Guest carol = guests.create("carol");
    Did did = Did.parse(carol.did());
    PublicKey before = own(carol);
    PlcOperation last = hold.plc().operations(did).getLast();
    SigningKey elsewhere = SigningKey.generate(KeyType.K256);
    PlcState now = last.state();
    hold.plc()
        .submit(
            did,
            PlcOperation.sign(
                new PlcState(
                    List.of(elsewhere.publicKey().didKey()),
                    now.verificationMethods(),
                    now.alsoKnownAs(),
                    now.services()),
                Optional.of(last.cid()),
                hosting().keys().rotation()));
    assertEquals("UpstreamFailure", error(502, rotate(carol.did())));
    assertEquals(before, own(carol));
    assertEquals(0, filesInChange());
    assertTrue(headIsSignedWith(carol, before));
  }

  @Test
  void anAccountThatIsElsewhereByNowAndTheServersOwnAreRefused() throws IOException {
    Guest carol = guests.create("carol");
    Did did = Did.parse(carol.did());
    PlcOperation last = hold.plc().operations(did).getLast();
    hold.plc()
        .submit(
            did,
            PlcOperation.sign(
                PlcState.of(
                    last.state().rotationKeys(),
                    own(carol).didKey(),
                    Handle.parse(carol.handle()),
                    URI.create("https://pds.example.org")),
                Optional.of(last.cid()),
                hosting().keys().rotation()));
    assertEquals("IncompatibleDidDoc", error(400, rotate(carol.did())));
    assertEquals(2, hold.plc().operations(did).size());
    assertEquals("InvalidRequest", error(400, rotate(hold.server().identity().did().toString())));
    assertFalse(Files.exists(folder.resolve("keys/changing/" + did + ".next")));
  }

  @Test
  void anAccountOfTheOperatorsDomainHasItsNewKeyInTheDocumentThatIsServed() throws IOException {
    hold.restart(
        Map.of(
            "ORLOP_ACCOUNTS_ENABLED", "true",
            "ORLOP_ACCOUNTS_INVITES", "false",
            "ORLOP_ACCOUNTS_DID_METHOD", "web"));
    Guest carol = guests.create("carol");
    DataMap answer = json(rotate(carol.did()));
    String served =
        HostRequest.document(
                HostRequest.get(
                    hold.server().port(), "carol.hold.example.com", "/.well-known/did.json"))
            .signingKey()
            .orElseThrow()
            .didKey();
    assertEquals(text(answer, "after"), served);
    assertNotEquals(text(answer, "before"), served);
    assertTrue(headIsSignedWith(carol, own(carol)));
  }

  @Test
  void onlyTheOperatorGivesOutKeys() {
    Guest carol = guests.create("carol");
    HttpResponse<byte[]> answer =
        guests.post(
            "dev.orlop.admin.rotateSigningKey",
            DataMap.builder().put("did", carol.did()).build(),
            carol);
    assertTrue(answer.statusCode() == 401 || answer.statusCode() == 403);
  }
}
