package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.Guests.SERVER;
import static dev.orlop.hold.app.Guests.done;
import static dev.orlop.hold.app.Guests.json;
import static dev.orlop.hold.app.Guests.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.app.Guests.Guest;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.KeyChanges;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.mst.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one hold, each with a folder of its own, on one database. */
class ReplicasTest {
  @TempDir Path folder;
  private final DatabaseSettings database = TestPostgres.empty();
  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);
  private RunningHold one;
  private RunningHold other;
  private Guests here;
  private Guests there;

  @BeforeEach
  void start() throws IOException {
    one = hold("one");
    copyKeys("one", "other");
    other = hold("other");
    here = new Guests(one);
    there = new Guests(other);
  }

  @AfterEach
  void stop() {
    CrashHook.unhook();
    one.close();
    other.close();
  }

  private RunningHold hold(String name) {
    return new RunningHold(folder.resolve(name), settings(), Guests.ground(), plc);
  }

  private Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "ORLOP_DATABASE_URL", database.url(),
            "ORLOP_ACCOUNTS_ENABLED", "true",
            "ORLOP_ACCOUNTS_INVITES", "false"));
  }

  private HoldConfig config(String name, String publicUrl) {
    Map<String, String> settings = settings();
    settings.put("ORLOP_PUBLIC_URL", publicUrl);
    return ConfigReader.read(folder.resolve(name), settings);
  }

  private HoldConfig config(String name) {
    return config(name, "https://hold.example.com");
  }

  private void copyKeys(String from, String to) throws IOException {
    Path keys = Files.createDirectories(folder.resolve(to).resolve("keys"));
    Files.copy(folder.resolve(from).resolve("keys/signing.key"), keys.resolve("signing.key"));
  }

  private static Hosting hosting(RunningHold hold) {
    return hold.server().folder().hosting();
  }

  private static Account account(RunningHold hold, Guest guest) {
    return hosting(hold).accounts().find(Did.parse(guest.did())).orElseThrow();
  }

  private static Commit head(RunningHold hold, Guest guest) {
    Repo repo = hosting(hold).repo(account(hold, guest));
    return Commit.decode(repo.require(repo.head().commit()));
  }

  @Test
  void anAccountThatOneMadeIsAtHomeAtTheOther() {
    Guest carol = here.create("carol");
    done(there.note(carol, carol.did(), "by her token"));
    Guest again = Guests.guest(json(there.signIn(carol.handle(), Guests.PASSWORD)));
    done(here.note(again, again.did(), "and back"));
    assertEquals(
        text(json(here.get("com.atproto.sync.getLatestCommit?did=" + carol.did())), "cid"),
        text(json(there.get("com.atproto.sync.getLatestCommit?did=" + carol.did())), "cid"));
    assertTrue(
        head(other, carol)
            .verify(plc.find(Did.parse(carol.did())).orElseThrow().signingKey().orElseThrow()));
  }

  @Test
  void whatOneRevokedTheOtherRefusesAtOnce() {
    Guest carol = here.create("carol");
    done(there.get(SERVER + "getSession", carol));
    Guest byRefresh = new Guest(carol.did(), carol.handle(), carol.refresh(), carol.refresh());
    done(here.post(SERVER + "deleteSession", byRefresh));
    assertEquals("ExpiredToken", error(400, there.get(SERVER + "getSession", carol)));
    Guest again = Guests.guest(json(there.signIn(carol.handle(), Guests.PASSWORD)));
    done(there.post(SERVER + "deactivateAccount", DataMap.builder().build(), again));
    assertNotEquals(200, here.note(again, again.did(), "not any more").statusCode());
  }

  @Test
  void aKeyThatOneExchangedSignsWhatTheOtherWrites() {
    Guest carol = here.create("carol");
    done(there.note(carol, carol.did(), "with the first key"));
    for (int i = 0; i < 3; i++) {
      RunningHold turn = i % 2 == 0 ? one : other;
      assertInstanceOf(
          KeyChanges.Outcome.Changed.class,
          turn.server().keyChanges().rotate(account(turn, carol)));
      PublicKey now = plc.find(Did.parse(carol.did())).orElseThrow().signingKey().orElseThrow();
      done(there.note(carol, carol.did(), "there " + i));
      assertTrue(head(other, carol).verify(now));
      done(here.note(carol, carol.did(), "here " + i));
      assertTrue(head(one, carol).verify(now));
    }
  }

  @Test
  void whatOneIsMakingTheOtherDoesNotClearAway() {
    Runnable finish = () -> other.server().registrar().finish();
    CrashHook.hook(
        step -> {
          if (step == AccountStep.ACCOUNT_PLACED
              || step == AccountStep.KEY_WRITTEN
              || step == AccountStep.REPO_BEGUN
              || step == AccountStep.DID_REGISTERED) {
            finish.run();
          }
        });
    Guest carol = here.create("carol");
    CrashHook.unhook();
    done(there.note(carol, carol.did(), "still there"));
  }

  @Test
  void whatOneWasKilledAtTheOtherClearsAwayOnceItsClaimIsOver() {
    class KilledException extends RuntimeException {}
    CrashHook.hook(
        step -> {
          if (step == AccountStep.REPO_BEGUN) {
            // What a kill leaves: nobody clears away, and the claim stays until its time is over.
            TestPostgres.execute(database, "UPDATE claims SET owner = gen_random_uuid()");
          }
          if (step == AccountStep.DID_REGISTERED) {
            TestPostgres.execute(database, "ALTER TABLE account_log ADD CHECK (seq < 0) NOT VALID");
            throw new KilledException();
          }
        });
    assertEquals(
        503,
        here.post(SERVER + "createAccount", Guests.wish("carol").build(), Optional.empty())
            .statusCode());
    CrashHook.unhook();
    TestPostgres.execute(database, "ALTER TABLE account_log DROP CONSTRAINT account_log_seq_check");
    other.server().registrar().finish();
    assertEquals(2, hosting(other).accounts().count());
    TestPostgres.execute(database, "UPDATE claims SET until = now()");
    other.server().registrar().finish();
    assertEquals(1, hosting(other).accounts().count());
    there.create("carol");
  }

  @Test
  void whoComesWithAnotherKeyIsToldWhatToDo() throws IOException {
    Path keys = Files.createDirectories(folder.resolve("third/keys"));
    KeyFile.write(keys.resolve("signing.key"), SigningKey.generate(KeyType.K256));
    assertRefused("third", "copy keys/");
    assertRefused("fourth", "copy keys/");
    assertTrue(Files.notExists(folder.resolve("fourth/keys/signing.key")));
  }

  private void assertRefused(String name, String advice) {
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> HoldFolder.open(config(name), InstantSource.system()));
    assertTrue(String.valueOf(e.getMessage()).contains(advice), e.toString());
  }

  @Test
  void whoComesAsAnotherHoldIsToldSo() throws IOException {
    copyKeys("one", "third");
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () ->
                HoldFolder.open(
                    config("third", "https://other.example.com"), InstantSource.system()));
    assertTrue(String.valueOf(e.getMessage()).contains("public-url"), e.toString());
  }

  @Test
  void theHoldsKeyIsExchangedWhileNoneRunsAndAllFoldersNeedTheNewOne() throws IOException {
    Guest carol = here.create("carol");
    one.server().close();
    InstantSource clock = InstantSource.system();
    assertThrows(
        ConfigException.class, () -> KeyRotation.rotate(config("one"), KeyType.K256, clock));
    other.server().close();
    KeyRotation.Rotated done = KeyRotation.rotate(config("one"), KeyType.K256, clock);
    assertRefused("other", "copy keys/");
    Files.delete(folder.resolve("other/keys/signing.key"));
    copyKeys("one", "other");
    one = hold("one");
    other = hold("other");
    here = new Guests(one);
    there = new Guests(other);
    assertEquals(done.after(), other.server().identity().key());
    Repo own = other.server().folder().repo();
    assertTrue(Commit.decode(own.require(own.head().commit())).verify(done.after()));
    Guest again = Guests.guest(json(there.signIn(carol.handle(), Guests.PASSWORD)));
    done(here.note(again, again.did(), "her key is readable still"));
  }
}
