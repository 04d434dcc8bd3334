package dev.orlop.appview.stats;

import static dev.orlop.appview.stats.FakeHold.repository;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.hold.HoldCalls;
import dev.orlop.appview.hold.HoldStats;
import dev.orlop.appview.manifests.ManifestReads;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.registry.Page;
import dev.orlop.appview.resolve.Holds;
import dev.orlop.appview.resolve.TestNetwork;
import dev.orlop.appview.token.MemorySessions;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageStatsTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** For holds of which every one is expected to answer. */
  private static final Duration LONG = Duration.ofSeconds(50);

  private final TestNetwork net = new TestNetwork();
  private final List<FakeHold> holds = new ArrayList<>();
  private int images;

  @AfterEach
  void close() {
    holds.forEach(FakeHold::close);
    net.close();
  }

  private FakeHold hold(String name) {
    FakeHold hold = new FakeHold(net, "did:web:" + name + ".example.com");
    holds.add(hold);
    return hold;
  }

  private ImageStats stats(Duration patience) {
    Function<URI, XrpcClient.Builder> servers =
        address -> XrpcClient.builder(address).retries(0, Duration.ZERO);
    ServiceTokens tokens =
        new ServiceTokens(new PdsSessions(new MemorySessions(), servers, net.clock), net.clock);
    return new ImageStats(
        new ManifestReads(net.repos(), net.memory),
        new Holds(net.holdServers, net.holdRepos(), net.repos(), Optional.empty()),
        new HoldStats(new HoldCalls(servers, tokens)),
        net.memory,
        patience);
  }

  private final ImageStats stats = stats(PATIENCE);
  private final ImageStats patient = stats(LONG);

  /** One more image of a repository, in the hold that {@code field} names. */
  private void image(String repository, String field, Object hold) {
    Digest digest = Digest.hash(Digest.Algorithm.SHA256, ("image " + images++).getBytes(UTF_8));
    net.pds.put(
        TestNetwork.ALICE,
        Nsids.MANIFEST,
        ManifestRecord.rkey(digest),
        DataMap.builder()
            .put("$type", Nsids.MANIFEST.toString())
            .put("repository", repository)
            .put("digest", digest.toString())
            .put("mediaType", "application/vnd.oci.image.manifest.v1+json")
            .put("schemaVersion", 2)
            .put("createdAt", "2026-11-20T00:00:00Z")
            .put(field, hold.toString())
            .build());
  }

  private void image(String repository, FakeHold hold) {
    image(repository, "holdDid", hold.did);
  }

  private static Map<Did, Long> pulls(RepositoryStats stats) {
    return stats.holds().stream()
        .collect(Collectors.toMap(one -> one.hold().did(), one -> one.counts().pulls()));
  }

  private static List<String> silent(RepositoryStats stats) {
    return stats.silent().stream().map(one -> one.named().toString()).toList();
  }

  @Test
  void whatAllHoldsCountedIsAddedUpAndShownWithTheRecordThatProvesIt() {
    FakeHold first = hold("first").counts("app", 3);
    FakeHold second = hold("second").counts("app", 4);
    image("app", first);
    image("app", first);
    image("app", second);
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(7, app.pulls());
    assertEquals(2, app.pushes());
    assertEquals("2026-11-24T00:00:00Z", app.lastPull().orElseThrow().toString());
    assertEquals(Map.of(first.did, 3L, second.did, 4L), pulls(app));
    for (HoldFigure figure : app.holds()) {
      Counts.Signed signed = figure.counts().record().orElseThrow();
      assertEquals(figure.hold().did(), signed.uri().authority());
      assertTrue(signed.cid().isPresent() && signed.rev().isPresent());
    }
    assertEquals(List.of(), app.silent());
  }

  @Test
  void aRepositoryThatIsNotThereHasNoHoldsAndNothingIsCounted() {
    RepositoryStats none = patient.of(repository("none"));
    assertEquals(0, none.pulls());
    assertEquals(List.of(), none.holds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"getStats", "getRecord"})
  void aHoldThatDoesNotAnswerKeepsNobodyWaitingAndIsNamed(String method) {
    FakeHold fast = hold("fast").counts("app", 3);
    FakeHold slow = hold("slow").counts("app", 4);
    slow.hangs(method);
    image("app", fast);
    image("app", slow);
    RepositoryStats app = stats.of(repository("app"));
    assertEquals(3, app.pulls());
    assertEquals(List.of(slow.did.toString()), silent(app));
    assertEquals(Optional.empty(), app.silent().getFirst().last());
  }

  @Test
  void whatASilentHoldLastSaidStandsBesideTheTotalWithItsAge() {
    FakeHold first = hold("first").counts("app", 3);
    FakeHold second = hold("second").counts("app", 4);
    image("app", first);
    image("app", second);
    assertEquals(7, patient.of(repository("app")).pulls());
    net.clock.advance(Duration.ofMinutes(5));
    second.answers("getStats", 500, "{}");
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(3, app.pulls());
    HoldFigure last = app.silent().getFirst().last().orElseThrow();
    assertEquals(4, last.counts().pulls());
    assertEquals(Duration.ofMinutes(5), last.age(net.clock.instant()));
    second.recovers();
    net.clock.advance(Duration.ofMinutes(1));
    assertEquals(7, patient.of(repository("app")).pulls());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "<html>",
        "{\"pullCount\":-1,\"pushCount\":0}",
        "{\"pullCount\":9007199254740992,\"pushCount\":0}",
        "{\"pullCount\":\"many\",\"pushCount\":0}",
        "{\"pullCount\":1,\"pushCount\":0,\"repository\":\"other\"}",
        "{\"pullCount\":1,\"pushCount\":0,\"did\":\"did:plc:bobbbbbbbbbbbbbbbbbbbbbb\"}"
      })
  void anAnswerThatMakesNoSenseIsNotCounted(String answer) {
    FakeHold good = hold("good").counts("app", 3);
    FakeHold bad = hold("bad");
    bad.answers("getStats", 200, answer);
    image("app", good);
    image("app", bad);
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(3, app.pulls());
    assertEquals(List.of(bad.did.toString()), silent(app));
  }

  @Test
  void aRecordThatNoReaderCouldParseIsLeftOut() {
    FakeHold odd = hold("odd");
    odd.answers(
        "getStats",
        200,
        "{\"pullCount\":1,\"pushCount\":0,\"uri\":\"javascript:alert(1)\",\"lastPull\":\"<b>\"}");
    image("app", odd);
    HoldFigure figure = patient.of(repository("app")).holds().getFirst();
    assertEquals(1, figure.counts().pulls());
    assertEquals(Optional.empty(), figure.counts().record());
    assertEquals(Optional.empty(), figure.counts().lastPull());
  }

  @Test
  void aHoldThatMovedIsCountedOnceAsWhatItMovedTo() {
    FakeHold oldest = hold("oldest").counts("app", 5);
    FakeHold old = hold("old").counts("app", 6);
    FakeHold now = hold("now").counts("app", 7);
    oldest.movesTo(old.did);
    old.movesTo(now.did);
    image("app", oldest);
    image("app", old);
    image("app", now);
    assertEquals(Map.of(now.did, 7L), pulls(patient.of(repository("app"))));
  }

  @Test
  void aMoveIsSeenAtOnceWhateverIsRemembered() {
    FakeHold old = hold("old").counts("app", 5);
    FakeHold now = hold("now").counts("app", 7);
    image("app", old);
    image("app", now);
    assertEquals(12, patient.of(repository("app")).pulls());
    old.movesTo(now.did);
    net.clock.advance(Duration.ofSeconds(1));
    RepositoryStats moved = patient.of(repository("app"));
    assertEquals(7, moved.pulls());
    assertEquals(List.of(), moved.silent());
  }

  @Test
  void aHoldThatDoesNotSayWhetherItMovedIsNotCounted() {
    FakeHold old = hold("old").counts("app", 5);
    FakeHold now = hold("now").counts("app", 7);
    old.answers("getRecord", 500, "{}");
    image("app", old);
    image("app", now);
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(7, app.pulls());
    assertEquals(List.of(old.did.toString()), silent(app));
  }

  @Test
  void holdsThatLeadRoundInACircleAreSilentAndHideNoOther() {
    FakeHold one = hold("one").counts("app", 5);
    FakeHold two = hold("two").counts("app", 6);
    FakeHold good = hold("good").counts("app", 7);
    one.movesTo(two.did);
    two.movesTo(one.did);
    image("app", one);
    image("app", two);
    image("app", good);
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(7, app.pulls());
    assertEquals(2, app.silent().size());
  }

  @Test
  void oneHoldNamedByDidByAddressAndByAnotherDidCountsOnce() {
    FakeHold hold = hold("one").counts("app", 5);
    Did alias = Did.parse("did:web:alias.example.com");
    hold.publish(net, alias);
    image("app", "holdDid", alias);
    image("app", hold);
    image("app", "holdEndpoint", "https://one.example.com");
    image("app", "holdEndpoint", "https://one.example.com/");
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(Map.of(hold.did, 5L), pulls(app));
    assertEquals(List.of(), app.silent());
  }

  @Test
  void anAddressWithoutADidIsSilentAndHidesNoHold() {
    FakeHold hold = hold("one").counts("app", 5);
    image("app", hold);
    image("app", "holdEndpoint", "http://10.0.0.1:8080");
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(5, app.pulls());
    assertEquals(List.of("http://10.0.0.1:8080"), silent(app));
  }

  @Test
  void manyWhoAskAtOnceCostAHoldOneAnswer() {
    FakeHold hold = hold("one").counts("app", 5);
    image("app", hold);
    for (int i = 0; i < 20; i++) {
      assertEquals(5, patient.of(repository("app")).pulls());
    }
    assertEquals(1, hold.asked("io.atcr.hold.getStats"));
    hold.counts("app", 6);
    net.clock.advance(Duration.ofSeconds(1));
    assertEquals(6, patient.of(repository("app")).pulls());
  }

  @Test
  void ofTooManyHoldsSomeAreNotAsked() {
    FakeHold hold = hold("one").counts("app", 5);
    for (int i = 0; i < 40; i++) {
      Did alias = Did.parse("did:web:alias" + i + ".example.com");
      hold.publish(net, alias);
      image("app", "holdDid", alias);
    }
    RepositoryStats app = patient.of(repository("app"));
    assertEquals(5, app.pulls());
    assertEquals(8, app.silent().size());
    assertEquals(32, hold.asked("io.atcr.hold.getStats"));
  }

  @Test
  void aTotalStaysANumberThatAllReadersRead() {
    image("app", hold("one").counts("app", Counts.MAX));
    image("app", hold("two").counts("app", Counts.MAX));
    assertEquals(Counts.MAX, patient.of(repository("app")).pulls());
  }

  @Test
  void aHundredRepositoriesAreListedByOneQuestionToEachHold() {
    FakeHold one = hold("one");
    FakeHold two = hold("two").counts("not/named/here", 9);
    for (int i = 0; i < 120; i++) {
      String name = "team/app%03d".formatted(i);
      image(name, one);
      one.counts(name, i);
      if (i % 2 == 0) {
        image(name, two);
        two.counts(name, 1000);
      }
    }
    Page<RepositoryStats> page = patient.list(TestNetwork.ALICE, Optional.empty(), 100);
    assertTrue(page.more());
    assertEquals(100, page.items().size());
    for (int i = 0; i < 100; i++) {
      assertEquals("team/app%03d".formatted(i), page.items().get(i).repository().name().value());
      assertEquals(i + (i % 2 == 0 ? 1000 : 0), page.items().get(i).pulls());
    }
    Optional<RepositoryName> last = Optional.of(page.items().getLast().repository().name());
    Page<RepositoryStats> rest = patient.list(TestNetwork.ALICE, last, 100);
    assertEquals(20, rest.items().size());
    assertEquals(119, rest.items().getLast().pulls());
    // Its 120 repositories are two pages; the second list is answered from memory.
    assertEquals(2, one.asked("io.atcr.hold.listStats"));
    assertEquals(0, one.asked("io.atcr.hold.getStats"));
  }

  @Test
  void aListWithAHoldThatHangsIsOfTheOthersAndSaysSoForEachRepository() {
    FakeHold fast = hold("fast").counts("a", 1).counts("b", 2);
    FakeHold slow = hold("slow");
    slow.hangs("listStats");
    image("a", fast);
    image("b", fast);
    image("b", slow);
    List<RepositoryStats> list = stats.list(TestNetwork.ALICE, Optional.empty(), 10).items();
    assertEquals(List.of(1L, 2L), list.stream().map(RepositoryStats::pulls).toList());
    assertEquals(List.of(), silent(list.getFirst()));
    assertEquals(List.of(slow.did.toString()), silent(list.getLast()));
  }

  @Test
  void withoutTheOwnersServerItCannotBeSaidWhichHoldsThereAre() {
    net.pds.fail(503, Map.of());
    OciException refused = assertThrows(OciException.class, () -> patient.of(repository("app")));
    assertEquals(OciError.UNAVAILABLE, refused.error());
  }
}
