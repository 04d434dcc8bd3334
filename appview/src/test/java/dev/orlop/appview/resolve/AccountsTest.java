package dev.orlop.appview.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final TestNetwork net = new TestNetwork();
  private final Accounts accounts = net.accounts;

  @AfterEach
  void close() {
    net.close();
  }

  private OciException refused(String handle) {
    return assertThrows(OciException.class, () -> accounts.did(Handle.parse(handle)));
  }

  @Test
  void anImagesOwnerIsFoundByEitherName() {
    assertEquals(TestNetwork.ALICE, accounts.did(ImageName.parse("alice.test/app").owner()));
    assertEquals(
        TestNetwork.ALICE,
        accounts.did(ImageName.parse("did-plc-aliceaaaaaaaaaaaaaaaaaaa/app").owner()));
  }

  @Test
  void anAccountHasADidAHandleAndAServer() {
    assertEquals(
        new Fetched.Found<>(
            new Account(TestNetwork.ALICE, TestNetwork.ALICE_TEST, Optional.of(net.pds.origin()))),
        accounts.account(TestNetwork.ALICE_TEST));
  }

  @Test
  void aHandleThatNobodyHasOrClaimsIsUnknown() {
    assertEquals(OciError.NAME_UNKNOWN, refused("nobody.test").error());
    net.account(TestNetwork.NOBODY, Handle.parse("stolen.test"), net.pds.origin());
    net.account(TestNetwork.NOBODY, Handle.parse("own.test"), net.pds.origin());
    assertEquals(OciError.NAME_UNKNOWN, refused("stolen.test").error());
  }

  @Test
  void aDirectoryThatIsDownIsNotTheSameAsAnUnknownHandle() {
    net.directoryIsDown(true);
    OciException refusal = refused("alice.test");
    assertEquals(OciError.UNAVAILABLE, refusal.error());
    assertTrue(refusal.retryAfter().isPresent());
  }

  @Test
  void whatIsKnownIsServedWhileTheDirectoryIsDown() {
    accounts.did(TestNetwork.ALICE_TEST);
    net.directoryIsDown(true);
    net.clock.advance(Duration.ofHours(20));
    assertEquals(TestNetwork.ALICE, accounts.did(TestNetwork.ALICE_TEST));
  }

  @Test
  void aDidNeedsNoDirectoryToBeItself() {
    net.directoryIsDown(true);
    assertEquals(TestNetwork.NOBODY, accounts.did(TestNetwork.NOBODY));
    Did odd = Did.parse("did:web:Example.com:8080");
    assertEquals(Did.parse("did:web:example.com%3A8080"), accounts.did(odd));
  }

  @Test
  void anAccountIsShownByItsHandleIfThatLeadsBack() {
    assertEquals(TestNetwork.ALICE_TEST, accounts.shown(TestNetwork.ALICE));
    net.dropHandle(Handle.parse("bob.test"));
    assertEquals(TestNetwork.BOB, accounts.shown(TestNetwork.BOB));
    assertEquals(TestNetwork.NOBODY, accounts.shown(TestNetwork.NOBODY));
  }

  @Test
  void anAccountIsLookedUpOnceInAWhile() {
    accounts.did(TestNetwork.ALICE_TEST);
    int before = net.lookups.get();
    for (int i = 0; i < 100; i++) {
      accounts.did(TestNetwork.ALICE_TEST);
    }
    assertEquals(before, net.lookups.get());
  }
}
