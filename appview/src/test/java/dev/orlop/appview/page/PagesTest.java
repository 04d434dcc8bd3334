package dev.orlop.appview.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.hold.HoldCalls;
import dev.orlop.appview.hold.HoldStats;
import dev.orlop.appview.manifests.ManifestReads;
import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.RepoPage;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.resolve.Holds;
import dev.orlop.appview.resolve.TestNetwork;
import dev.orlop.appview.stats.FakeHold;
import dev.orlop.appview.stats.ImageStats;
import dev.orlop.appview.token.MemorySessions;
import dev.orlop.appview.token.PdsSessions;
import dev.orlop.appview.token.ServiceTokens;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PagesTest {
  private static final String EVIL = "\"><script>alert('1')</script>&<img src=x onerror=alert(1)>";
  private static final RepositoryName APP = new RepositoryName("team/app");

  private final TestNetwork net = new TestNetwork();
  private final FakeHold hold =
      new FakeHold(net, "did:web:hold.example.com").counts("team/app", 1234);
  private final Pages pages = pages();

  @AfterEach
  void close() {
    hold.close();
    net.close();
  }

  private Pages pages() {
    Function<URI, XrpcClient.Builder> servers =
        address -> XrpcClient.builder(address).retries(0, Duration.ZERO);
    ServiceTokens tokens =
        new ServiceTokens(new PdsSessions(new MemorySessions(), servers, net.clock), net.clock);
    UserRepos repos = net.repos();
    ManifestReads reads = new ManifestReads(repos, net.memory);
    ImageStats stats =
        new ImageStats(
            reads,
            new Holds(net.holdServers, net.holdRepos(), repos, Optional.empty()),
            new HoldStats(new HoldCalls(servers, tokens)),
            net.memory,
            Duration.ofSeconds(50));
    return new Pages(
        new Pages.Parts("registry.test", net.accounts, reads, repos, stats, net.clock));
  }

  private static Digest digest(String of) {
    return Digest.hash(Digest.Algorithm.SHA256, of.getBytes(UTF_8));
  }

  private DataMap.Builder manifest(String salt) {
    return DataMap.builder()
        .put("$type", Nsids.MANIFEST.toString())
        .put("repository", APP.value())
        .put("digest", digest(salt).toString())
        .put("mediaType", "application/vnd.oci.image.manifest.v1+json")
        .put("schemaVersion", 2)
        .put("createdAt", "2026-11-20T10:00:00Z")
        .put("holdDid", hold.did.toString())
        .put("layers", List.of(descriptor("layer " + salt)));
  }

  private static DataMap descriptor(String of) {
    return DataMap.builder()
        .put("mediaType", "application/vnd.oci.image.layer.v1.tar")
        .put("digest", digest(of).toString())
        .put("size", 3_000_000)
        .build();
  }

  private void put(String salt, DataMap.Builder manifest) {
    net.pds.put(
        TestNetwork.ALICE, Nsids.MANIFEST, ManifestRecord.rkey(digest(salt)), manifest.build());
  }

  private void tag(String tag, String salt) {
    net.pds.put(
        TestNetwork.ALICE,
        Nsids.TAG,
        TagRecord.rkey(APP, new Tag(tag)),
        TagRecord.of(APP, new Tag(tag), digest(salt), net.clock.instant())
            .toData(TestNetwork.ALICE));
  }

  private String repository() {
    return tame(pages.repository(ImageName.parse("alice.test/team/app")));
  }

  private String user(String name) {
    return tame(pages.user(AtIdentifier.parse(name), Optional.empty()));
  }

  private static String tame(String html) {
    TamePage.require(html);
    return html;
  }

  private static void requireAll(String html, String... parts) {
    for (String part : parts) {
      assertTrue(html.contains(part), part + " is not in " + html);
    }
  }

  @Test
  void aRepositoryIsShownWithItsTagsItsLayersAndWhoCountedIt() {
    put("one", manifest("one"));
    tag("v1", "one");
    requireAll(
        repository(),
        "docker pull registry.test/alice.test/team/app:v1",
        "<code>v1</code>",
        "1,234",
        "2.9 MiB",
        digest("one").toString(),
        digest("layer one").toString(),
        "<code>did:web:hold.example.com</code>",
        hold.record("team/app").toString(),
        "orlop stats verify alice.test/team/app --hold " + hold.origin());
  }

  @Test
  void anAccountIsShownWithItsImagesByHandleAndByDid() {
    put("one", manifest("one"));
    tag("v1", "one");
    for (String name : List.of("alice.test", TestNetwork.ALICE.toString())) {
      requireAll(
          user(name),
          "<h1>alice.test</h1>",
          TestNetwork.ALICE.toString(),
          "<a href=\"/r/alice.test/team/app\">team/app</a>",
          "1,234");
    }
  }

  @Test
  void wordsThatAreMeantToBeMarkupAreWords() {
    DataMap platform =
        DataMap.builder().put("os", EVIL).put("architecture", EVIL).put("variant", EVIL).build();
    put(
        "one",
        manifest("one")
            .put("artifactType", EVIL)
            .put("holdEndpoint", "https://\"><script>")
            .put(
                "manifests",
                List.of(descriptor("child").toBuilder().put("platform", platform).build()))
            .put("subject", descriptor("about").toBuilder().put("mediaType", EVIL).build())
            .put("layers", List.of(descriptor("layer").toBuilder().put("mediaType", EVIL).build()))
            .put(
                "annotations",
                DataMap.builder()
                    .put("org.opencontainers.image.title", EVIL)
                    .put("org.opencontainers.image.description", "\u202e\u0000" + EVIL)
                    .put("org.opencontainers.image.url", "javascript:alert(1)//https://a.example")
                    .put("org.opencontainers.image.source", "https://a.example/\"onclick=\"x")
                    .put("org.opencontainers.image.documentation", "data:text/html," + EVIL)
                    .build()));
    tag("v1", "one");
    net.pds.put(
        TestNetwork.ALICE,
        Nsids.REPO_PAGE,
        RepoPage.rkey(APP),
        DataMap.builder()
            .put("repository", APP.value())
            .put("description", EVIL + "\n\n[x](javascript:alert(1)) ![y](https://t.example/p)")
            .build());
    hold.answers(
        "getStats",
        200,
        "{\"pullCount\":5,\"pushCount\":1,\"lastPull\":\"<script>\",\"uri\":\"javascript:x\"}");
    String html = repository();
    assertFalse(html.contains("<script"), html);
    requireAll(html, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
  }

  @Test
  void recordsOfNamesThatAreNoneAreNotShown() {
    put("one", manifest("one"));
    put("two", manifest("two").put("repository", "<script>"));
    net.pds.put(
        TestNetwork.ALICE,
        Nsids.TAG,
        new RecordKey("evil"),
        DataMap.builder()
            .put("repository", APP.value())
            .put("tag", EVIL)
            .put("manifestDigest", digest("one").toString())
            .build());
    assertFalse(user("alice.test").contains("&lt;script"));
    requireAll(repository(), "No tags");
  }

  @Test
  void whatAHoldSaysOfItselfWhenItFailsIsOnlyText() {
    put("one", manifest("one"));
    hold.answers("getStats", 400, "{\"error\":\"<b>\",\"message\":\"<script>x</script>\"}");
    requireAll(repository(), "Not counted: the hold", "&lt;script&gt;");
  }

  @Test
  void whileTheOwnersServerIsDownWhatIsRememberedIsShownAndSaidToBeOld() {
    put("one", manifest("one"));
    tag("v1", "one");
    assertFalse(repository().contains("does not answer"));
    net.pds.fail(503, Map.of());
    net.clock.advance(Duration.ofHours(2));
    requireAll(repository(), "<code>v1</code>", "server does not answer", "2026-11-21 12:00 UTC");
    requireAll(user("alice.test"), "team/app", "server does not answer");
  }

  @Test
  void whoAndWhatIsNotThereIsRefused() {
    OciException account = assertThrows(OciException.class, () -> user("nobody.test"));
    assertEquals(404, account.status());
    OciException image =
        assertThrows(
            OciException.class, () -> pages.repository(ImageName.parse("alice.test/none")));
    assertEquals(404, image.status());
    requireAll(tame(pages.failure(image)), "<h1>Not found</h1>", "alice.test/none");
  }

  @Test
  void withoutTheOwnersServerAndWithoutMemoryThatIsSaidInPlainWords() {
    net.pds.fail(503, Map.of());
    OciException down = assertThrows(OciException.class, this::repository);
    assertEquals(503, down.status());
    requireAll(tame(pages.failure(down)), "Cannot be shown just now", "Try again in");
  }

  @Test
  void aRefusalIsShownAsTextWhateverItNames() {
    String html = tame(pages.failure(OciError.NAME_INVALID.exception(EVIL)));
    assertFalse(html.contains("<script"));
    TamePage.require(pages.failure(OciError.UNKNOWN.exception()));
  }

  @Test
  void anImageIsFoundByWhateverNameIsPasted() {
    for (String typed :
        List.of(
            "alice.test/team/app",
            " @Alice.test/team/app:v1 ",
            "registry.test/alice.test/team/app@sha256:abc",
            "docker pull registry.test/alice.test/team/app:v1",
            "https://registry.test/r/alice.test/team/app/")) {
      assertEquals("/r/alice.test/team/app", pages.find(typed), typed);
    }
    assertEquals("/u/alice.test", pages.find("@alice.test"));
    assertEquals("/u/" + TestNetwork.ALICE, pages.find("at://" + TestNetwork.ALICE));
    assertEquals("/r/" + TestNetwork.ALICE + "/app", pages.find(TestNetwork.ALICE + "/app:latest"));
    for (String typed : List.of("", "//evil.example.com", "a b", "javascript:alert(1)", "\r\n")) {
      assertThrows(OciException.class, () -> pages.find(typed), typed);
    }
  }

  @Test
  void manyImagesComeOnSeveralPages() {
    for (int i = 0; i < 101; i++) {
      put("m" + i, manifest("m" + i).put("repository", "app%03d".formatted(i)));
    }
    requireAll(user("alice.test"), ">app099</a>", "/u/alice.test?after=app099");
    String rest =
        tame(
            pages.user(
                AtIdentifier.parse("alice.test"), Optional.of(new RepositoryName("app099"))));
    requireAll(rest, ">app100</a>");
    assertFalse(rest.contains("More images"));
  }
}
