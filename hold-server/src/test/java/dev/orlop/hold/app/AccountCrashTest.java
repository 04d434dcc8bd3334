package dev.orlop.hold.app;

import static dev.orlop.hold.app.Guests.SERVER;
import static dev.orlop.hold.app.Guests.done;
import static dev.orlop.hold.app.Guests.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.app.Guests.Guest;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.pds.accounts.NewAccount;
import dev.orlop.hold.pds.accounts.Registrar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The process ends while an account comes or goes. */
class AccountCrashTest extends WithGuests {
  private long files(String below) throws IOException {
    Path root = folder.resolve(below);
    if (!Files.exists(root)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  /** How many accounts have a key. */
  long keys() throws IOException {
    return files("keys/accounts");
  }

  /** What there is of repos. */
  long repos() throws IOException {
    return files("repos");
  }

  /** Whether it happens where the accounts are kept. */
  boolean happens(AccountStep step) {
    return true;
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountStep.class,
      mode = Mode.INCLUDE,
      names = {
        "FRAME_HALF_WRITTEN",
        "FRAME_FORCED",
        "ACCOUNT_PLACED",
        "KEY_WRITTEN",
        "REPO_BEGUN",
        "DID_REGISTERED",
        "CHANGE_UNTOLD"
      })
  void anAccountThatWasBeingCreatedIsThereAsAWholeOrNotAtAll(AccountStep step) throws IOException {
    assumeTrue(happens(step));
    long repos = repos();
    Registrar registrar = hold.server().registrar();
    NewAccount wish =
        new NewAccount(
            Handle.parse("carol.hold.example.com"),
            Optional.empty(),
            Optional.of(Guests.PASSWORD),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    Crash.at(step);
    assertThrows(Crash.class, () -> registrar.create(wish));
    restart();
    if (hold.server().folder().hosting().accounts().find(wish.handle()).isPresent()) {
      json(guests.signIn("carol.hold.example.com", Guests.PASSWORD));
      assertEquals(1, keys());
    } else {
      assertEquals(0, keys());
      assertEquals(repos, repos());
      Guest carol = guests.create("carol");
      done(guests.note(carol, carol.did(), "hello"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountStep.class,
      mode = Mode.INCLUDE,
      names = {"FRAME_FORCED", "CHANGE_UNTOLD", "REPO_REMOVED", "KEY_REMOVED"})
  void anAccountThatWasBeingDeletedIsGoneAfterTheNextStart(AccountStep step) throws IOException {
    long repos = repos();
    Guest carol = guests.create("carol");
    Did did = Did.parse(carol.did());
    Crash.at(step);
    assertThrows(Crash.class, () -> hold.server().registrar().delete(did));
    restart();
    assertTrue(hold.server().folder().hosting().accounts().find(did).isEmpty());
    assertEquals(0, keys());
    assertEquals(repos, repos());
    guests.create("carol");
  }

  @Test
  void whereTheDirectoryIsNotThereNoAccountIsMadeAndTheInviteStaysGood() throws IOException {
    long repos = repos();
    String invite = hold.server().folder().hosting().invites().create(1);
    hold.plc().close();
    assertEquals(
        502,
        guests
            .post(
                SERVER + "createAccount",
                Guests.wish("carol").put("inviteCode", invite).build(),
                Optional.empty())
            .statusCode());
    assertEquals(1, hold.server().folder().hosting().accounts().count());
    assertEquals(0, keys());
    assertEquals(repos, repos());
    assertTrue(hold.server().folder().hosting().invites().isGood(invite));
  }
}
