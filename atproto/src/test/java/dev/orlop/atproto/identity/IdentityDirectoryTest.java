package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.testkit.ClockAt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IdentityDirectoryTest {
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Handle NAME = Handle.parse("alice.test");
  private static final URI PDS = URI.create("https://pds.example.com");
  private static final DidDocument DOCUMENT =
      DidDocument.of(ALICE, NAME, SigningKey.generate(KeyType.K256).publicKey(), PDS);

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final Map<AtIdentifier, Integer> asked = new HashMap<>();
  private Resolution<DidDocument> document = new Resolution.Found<>(DOCUMENT);
  private Resolution<Did> leadsTo = new Resolution.Found<>(ALICE);

  private final IdentityDirectory directory =
      new IdentityDirectory(
          did -> {
            asked.merge(did, 1, Integer::sum);
            return document;
          },
          handle -> {
            asked.merge(handle, 1, Integer::sum);
            return leadsTo;
          },
          clock);

  @Test
  void aHandleIsVerifiedBothWays() {
    Resolution<Identity> expected = new Resolution.Found<>(new Identity(ALICE, NAME, DOCUMENT));
    assertEquals(expected, directory.resolve(NAME));
    assertEquals(expected, directory.resolve(ALICE));
    assertEquals(new Resolution.Found<>(ALICE), directory.did(NAME));
  }

  @Test
  void aHandleThatTheAccountDoesNotClaimLeadsNowhere() {
    assertInstanceOf(Resolution.NotFound.class, directory.resolve(Handle.parse("impostor.test")));
    assertInstanceOf(Resolution.NotFound.class, directory.did(Handle.parse("impostor.test")));
  }

  @Test
  void anAccountWhoseHandleDoesNotLeadBackHasNone() {
    leadsTo = new Resolution.Found<>(Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"));
    Identity identity = directory.resolve(ALICE).found().orElseThrow();
    assertEquals(Handle.INVALID, identity.handle());
  }

  @Test
  void aFreshDocumentIsNotAskedForAgain() {
    directory.document(ALICE);
    clock.advance(Duration.ofMinutes(59));
    directory.document(ALICE);
    assertEquals(1, asked.get(ALICE));
    clock.advance(Duration.ofMinutes(1));
    directory.document(ALICE);
    assertEquals(2, asked.get(ALICE));
  }

  @Test
  void aStaleDocumentIsServedWhileTheNetworkFailsUpToADay() {
    directory.document(ALICE);
    document = new Resolution.Failed<>("the network is down");
    clock.advance(Duration.ofHours(23));
    assertEquals(new Resolution.Found<>(DOCUMENT), directory.document(ALICE));
    clock.advance(Duration.ofHours(1));
    assertInstanceOf(Resolution.Failed.class, directory.document(ALICE));
  }

  @Test
  void whileTheNetworkFailsItIsNotAskedForEveryCall() {
    directory.document(ALICE);
    document = new Resolution.Failed<>("the network is down");
    clock.advance(Duration.ofHours(2));
    for (int i = 0; i < 10; i++) {
      directory.document(ALICE);
    }
    assertEquals(2, asked.get(ALICE));
    clock.advance(Duration.ofSeconds(5));
    directory.document(ALICE);
    assertEquals(3, asked.get(ALICE));
  }

  @Test
  void aDidThatIsGoneIsGoneAndNotServedStale() {
    directory.document(ALICE);
    document = new Resolution.NotFound<>();
    clock.advance(Duration.ofHours(2));
    assertInstanceOf(Resolution.NotFound.class, directory.document(ALICE));
  }

  @Test
  void anAbsenceIsBelievedForAMinute() {
    leadsTo = new Resolution.NotFound<>();
    assertInstanceOf(Resolution.NotFound.class, directory.did(NAME));
    leadsTo = new Resolution.Found<>(ALICE);
    clock.advance(Duration.ofSeconds(59));
    assertInstanceOf(Resolution.NotFound.class, directory.did(NAME));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(new Resolution.Found<>(ALICE), directory.did(NAME));
  }

  @Test
  void aHandleIsAskedForAgainAfterTenMinutes() {
    directory.did(NAME);
    clock.advance(Duration.ofMinutes(9));
    directory.did(NAME);
    assertEquals(1, asked.get(NAME));
    clock.advance(Duration.ofMinutes(1));
    directory.did(NAME);
    assertEquals(2, asked.get(NAME));
  }

  @Test
  void aRefreshBringsTheNewDocumentButNotAtEveryCall() {
    directory.document(ALICE);
    clock.advance(Duration.ofSeconds(6));
    DidDocument rotated =
        DidDocument.of(ALICE, NAME, SigningKey.generate(KeyType.P256).publicKey(), PDS);
    document = new Resolution.Found<>(rotated);
    assertEquals(new Resolution.Found<>(rotated), directory.refresh(ALICE));
    assertEquals(new Resolution.Found<>(rotated), directory.document(ALICE));
    directory.refresh(ALICE);
    directory.refresh(ALICE);
    assertEquals(2, asked.get(ALICE));
  }

  @Test
  void bothSpellingsOfAPortAreOneDid() {
    Did web = Did.parse("did:web:localhost%3A8080");
    directory.document(Did.parse("did:web:localhost:8080"));
    directory.document(web);
    assertEquals(Map.of(web, 1), asked);
  }

  @Test
  void whoHasAMemoryOfTheirOwnAsksAgainAndHasTheOldWhenTheNetworkFails() {
    Resolution<Identity> known = directory.resolve(NAME);
    assertEquals(known, directory.resolveAgain(NAME));
    assertEquals(Map.of(NAME, 2, ALICE, 2), asked);
    assertEquals(known, directory.resolveAgain(ALICE));
    assertEquals(Map.of(NAME, 2, ALICE, 3), asked);
    document = new Resolution.Failed<>("down");
    leadsTo = new Resolution.Failed<>("down");
    assertEquals(known, directory.resolveAgain(NAME));
    leadsTo = new Resolution.NotFound<>();
    assertInstanceOf(Resolution.NotFound.class, directory.resolveAgain(NAME));
  }

  @Test
  void manyCallersAtOnceAskOnce() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    IdentityDirectory slow =
        new IdentityDirectory(
            _ -> {
              lookups.incrementAndGet();
              asking.countDown();
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return new Resolution.Found<>(DOCUMENT);
            },
            _ -> new Resolution.NotFound<>(),
            clock);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Resolution<DidDocument>>> results = new ArrayList<>();
      results.add(threads.submit(() -> slow.document(ALICE)));
      asking.await();
      for (int i = 0; i < 50; i++) {
        results.add(threads.submit(() -> slow.document(ALICE)));
      }
      answer.countDown();
      for (Future<Resolution<DidDocument>> result : results) {
        assertEquals(new Resolution.Found<>(DOCUMENT), result.get());
      }
    }
    assertEquals(1, lookups.get());
  }
}
