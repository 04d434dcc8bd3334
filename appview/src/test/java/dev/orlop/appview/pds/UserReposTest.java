package dev.orlop.appview.pds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.resolve.TestNetwork;
import dev.orlop.atproto.identity.GuardedHttp;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.lexicons.Nsids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UserReposTest {
  private static final Did ALICE = TestNetwork.ALICE;
  private static final Nsid PAGES = Nsids.REPO_PAGE;
  private static final RecordKey APP = new RecordKey("app");
  private static final Fetched<Object> ABSENT = new Fetched.Absent<>();

  private final TestNetwork net = new TestNetwork();
  private final UserRepos repos = net.repos();

  @AfterEach
  void close() {
    net.close();
  }

  private static DataMap record(String text) {
    return DataMap.builder().put("$type", PAGES.toString()).put("description", text).build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Fetched.Unavailable<?> unavailable(Fetched<?> fetched) {
    return assertInstanceOf(Fetched.Unavailable.class, fetched);
  }

  @Test
  void aRecordIsReadOnceAndThenRemembered() {
    net.pds.put(ALICE, PAGES, APP, record("one"));
    assertEquals(new Fetched.Found<>(record("one")), repos.record(ALICE, PAGES, APP));
    assertEquals(new Fetched.Found<>(record("one")), repos.record(ALICE, PAGES, APP));
    assertEquals(1, net.pds.asked("com.atproto.repo.getRecord"));
  }

  @Test
  void whatWasWrittenIsSeenOnceTheOldIsForgotten() {
    net.pds.put(ALICE, PAGES, APP, record("one"));
    repos.record(ALICE, PAGES, APP);
    repos.list(ALICE, PAGES);
    net.pds.put(ALICE, PAGES, APP, record("two"));
    repos.forget(ALICE, PAGES, APP);
    assertEquals(new Fetched.Found<>(record("two")), repos.record(ALICE, PAGES, APP));
    assertEquals(
        List.of(new Listed(APP, record("two"))), repos.list(ALICE, PAGES).found().orElseThrow());
  }

  @Test
  void thereIsNoSuchRecordNorRepoNorAccount() {
    assertEquals(ABSENT, repos.record(ALICE, PAGES, APP));
    net.pds.leave(TestNetwork.BOB);
    assertEquals(ABSENT, repos.record(TestNetwork.BOB, PAGES, APP));
    assertEquals(ABSENT, repos.record(TestNetwork.NOBODY, PAGES, APP));
    assertEquals(ABSENT, repos.blob(ALICE, Cid.hash(Cid.Codec.RAW, bytes("x")), 100));
  }

  @Test
  void aListIsReadToItsLastPage() {
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 450; i++) {
      net.pds.put(ALICE, PAGES, new RecordKey("r" + i), record("number " + i));
      expected.add("r" + i);
    }
    List<Listed> all = repos.list(ALICE, PAGES).found().orElseThrow();
    assertEquals(450, all.size());
    Set<String> keys = new HashSet<>();
    all.forEach(one -> keys.add(one.rkey().value()));
    assertEquals(expected, keys);
    assertEquals(5, net.pds.asked("com.atproto.repo.listRecords"));
    assertEquals(all, repos.list(ALICE, PAGES).found().orElseThrow());
    assertEquals(5, net.pds.asked("com.atproto.repo.listRecords"));
  }

  @Test
  void aListThatIsLongerThanIsReadIsNotCutOffInSilence() {
    for (int i = 0; i < 250; i++) {
      net.pds.put(ALICE, PAGES, new RecordKey("r" + i), record("number " + i));
    }
    PdsLimits few =
        new PdsLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 1 << 20, 200, 1 << 20);
    String reason = unavailable(net.repos(few).list(ALICE, PAGES)).reason();
    assertTrue(reason.contains("more records than are read"), reason);
  }

  @Test
  void aListWithoutAnEndIsGivenUp() {
    net.pds.refuse(200, "{\"records\":[{}],\"cursor\":\"round\"}");
    String reason = unavailable(repos.list(ALICE, PAGES)).reason();
    assertTrue(reason.contains("without an end"), reason);
    assertEquals(2, net.pds.requests().size());
  }

  @Test
  void aPageThatIsTooLargeIsNotRead() {
    net.pds.put(ALICE, PAGES, APP, record("x".repeat(10_000)));
    PdsLimits small =
        new PdsLimits(Duration.ofSeconds(30), Duration.ofSeconds(30), 5_000, 200, 1 << 20);
    unavailable(net.repos(small).list(ALICE, PAGES));
  }

  @Test
  void aBlobIsReadAndOneOfOtherBytesIsRefused() {
    Cid cid = net.pds.putBlob(bytes("hello"), "text/plain").ref();
    assertArrayEquals(bytes("hello"), repos.blob(ALICE, cid, 100).found().orElseThrow());
    net.pds.spoil(cid, bytes("jello"));
    String reason = unavailable(repos.blob(ALICE, cid, 100)).reason();
    assertTrue(reason.contains("other bytes"), reason);
  }

  @Test
  void aBlobThatIsTooLargeIsNotReadAndCutsOffNobodyElse() {
    Cid cid = net.pds.putBlob(new byte[1000], "text/plain").ref();
    unavailable(repos.blob(ALICE, cid, 999));
    net.pds.put(TestNetwork.BOB, PAGES, APP, record("one"));
    assertTrue(repos.record(TestNetwork.BOB, PAGES, APP).found().isPresent());
  }

  @Test
  void aServerThatIsDownIsAnsweredForFromMemory() {
    net.pds.put(ALICE, PAGES, APP, record("one"));
    repos.record(ALICE, PAGES, APP);
    net.clock.advance(Duration.ofHours(12));
    net.pds.close();
    assertEquals(new Fetched.Found<>(record("one")), repos.record(ALICE, PAGES, APP));
    unavailable(repos.record(ALICE, PAGES, new RecordKey("other")));
  }

  @Test
  void aServerThatHangsCostsOneWaitAndNotOneForEachQuestion() {
    UserRepos hasty = net.repos(TestNetwork.within(Duration.ofMillis(300)));
    net.pds.hang();
    unavailable(hasty.record(ALICE, PAGES, APP));
    for (int i = 0; i < 20; i++) {
      unavailable(hasty.record(ALICE, PAGES, new RecordKey("r" + i)));
    }
    assertEquals(1, net.pds.requests().size());
    net.pds.recover();
    net.clock.advance(Duration.ofSeconds(10));
    assertEquals(ABSENT, hasty.record(ALICE, PAGES, APP));
  }

  @Test
  void aPauseThatTheServerAsksForIsKept() {
    net.pds.fail(429, Map.of("Retry-After", "42"));
    assertEquals(Duration.ofSeconds(42), unavailable(repos.record(ALICE, PAGES, APP)).pause());
    assertEquals(
        Duration.ofSeconds(42), unavailable(repos.record(TestNetwork.BOB, PAGES, APP)).pause());
    assertEquals(1, net.pds.requests().size());
    net.pds.recover();
    net.clock.advance(Duration.ofSeconds(42));
    assertEquals(ABSENT, repos.record(ALICE, PAGES, APP));
  }

  @Test
  void aPauseMayBeAMomentInstead() {
    long end = net.clock.instant().plusSeconds(30).getEpochSecond();
    net.pds.fail(429, Map.of("RateLimit-Reset", Long.toString(end)));
    assertEquals(Duration.ofSeconds(30), unavailable(repos.record(ALICE, PAGES, APP)).pause());
  }

  @Test
  void aPauseThatMakesNoSenseIsOneOfOurOwn() {
    net.pds.fail(503, Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"));
    assertEquals(Duration.ofSeconds(10), unavailable(repos.record(ALICE, PAGES, APP)).pause());
    net.clock.advance(Duration.ofSeconds(10));
    net.pds.fail(503, Map.of("Retry-After", "999999999"));
    assertEquals(Duration.ofMinutes(5), unavailable(repos.record(ALICE, PAGES, APP)).pause());
  }

  @Test
  void anAccountThatHasMovedIsFoundAtItsNewServer() {
    net.pds.put(ALICE, PAGES, APP, record("old"));
    repos.record(ALICE, PAGES, APP);
    net.pds.leave(ALICE);
    net.clock.advance(Duration.ofMinutes(1));
    try (FakePds next = new FakePds()) {
      next.put(ALICE, PAGES, new RecordKey("new"), record("new"));
      net.account(ALICE, Handle.parse("alice.test"), next.origin());
      assertEquals(
          new Fetched.Found<>(record("new")), repos.record(ALICE, PAGES, new RecordKey("new")));
    }
  }

  @Test
  void aRepoThatWasTakenDownIsNotServedFromMemory() {
    net.pds.put(ALICE, PAGES, APP, record("one"));
    repos.record(ALICE, PAGES, APP);
    net.pds.refuse(400, "{\"error\":\"RepoTakendown\",\"message\":\"gone\"}");
    net.clock.advance(Duration.ofHours(2));
    assertEquals(ABSENT, repos.record(ALICE, PAGES, APP));
    net.pds.close();
    net.clock.advance(Duration.ofHours(2));
    unavailable(repos.record(ALICE, PAGES, APP));
  }

  @Test
  void serversThatNameTheirErrorsInTheMessageAreUnderstood() {
    net.pds.refuse(
        400, "{\"error\":\"InvalidRequest\",\"message\":\"Could not locate record: x\"}");
    assertEquals(ABSENT, repos.record(ALICE, PAGES, APP));
    net.pds.refuse(400, "{\"error\":\"InvalidRequest\",\"message\":\"Could not find repo: x\"}");
    assertEquals(ABSENT, repos.list(ALICE, PAGES));
    net.pds.refuse(400, "{\"error\":\"InvalidRequest\",\"message\":\"your clock is wrong\"}");
    unavailable(repos.list(TestNetwork.BOB, PAGES));
  }

  @Test
  void whatIsNoJsonIsNoAnswer() {
    net.pds.refuse(200, "<html>");
    unavailable(repos.record(ALICE, PAGES, APP));
    unavailable(repos.list(ALICE, PAGES));
  }

  @Test
  void aServerInAPrivateNetworkIsNotAsked() {
    GuardedHttp strict = new GuardedHttp(NetworkPolicy.PUBLIC_ONLY);
    UserRepos guarded = new UserRepos(net.accounts, strict, PdsLimits.DEFAULT, net.memory);
    String reason = unavailable(guarded.record(ALICE, PAGES, APP)).reason();
    assertTrue(reason.contains("is not asked"), reason);
    assertEquals(List.of(), net.pds.requests());
  }
}
