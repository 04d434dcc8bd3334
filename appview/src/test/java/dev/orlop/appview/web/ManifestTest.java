package dev.orlop.appview.web;

import static dev.orlop.appview.oci.MediaTypes.DOCKER_IMAGE;
import static dev.orlop.appview.oci.MediaTypes.OCI_IMAGE;
import static dev.orlop.appview.oci.MediaTypes.OCI_INDEX;
import static dev.orlop.appview.web.Images.bytes;
import static dev.orlop.appview.web.Images.image;
import static dev.orlop.appview.web.TestRegistry.code;
import static dev.orlop.appview.web.TestRegistry.header;
import static dev.orlop.appview.web.TestRegistry.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.registry.Repository;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distribution-spec 1.1, "Pulling manifests", "Pushing Manifests", "Deleting". */
class ManifestTest {
  private static final String MANIFESTS = "/v2/alice.test/app/manifests/";

  private final TestRegistry registry = new TestRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private void assertPulls(String type, byte[] manifest, String path) {
    HttpResponse<byte[]> pulled = registry.get(path);
    assertEquals(200, pulled.statusCode(), () -> TestRegistry.text(pulled));
    assertArrayEquals(manifest, pulled.body());
    HttpResponse<byte[]> head = registry.head(path);
    assertEquals(200, head.statusCode());
    for (HttpResponse<byte[]> answer : List.of(pulled, head)) {
      assertEquals(type, header(answer, "Content-Type"));
      assertEquals(String.valueOf(manifest.length), header(answer, "Content-Length"));
      Digest digest = Digest.parse(header(answer, "Docker-Content-Digest"));
      assertEquals(Digest.hash(digest.algorithm(), manifest), digest);
    }
  }

  @Test
  void aManifestComesBackByteForByteByTagByDigestAndByLocation() {
    byte[] manifest = image("odd  spacing\\n and a field nobody knows");
    HttpResponse<byte[]> pushed = registry.putManifest(MANIFESTS + "1.0", OCI_IMAGE, manifest);
    assertEquals(201, pushed.statusCode());
    assertEquals(sha256(manifest).toString(), header(pushed, "Docker-Content-Digest"));
    assertPulls(OCI_IMAGE, manifest, MANIFESTS + "1.0");
    assertPulls(OCI_IMAGE, manifest, MANIFESTS + sha256(manifest));
    assertPulls(OCI_IMAGE, manifest, TestRegistry.location(pushed));
  }

  @Test
  void aManifestIsPushedByItsDigestAlsoOfSha512() {
    byte[] manifest = image("by digest");
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      Digest digest = Digest.hash(algorithm, manifest);
      HttpResponse<byte[]> pushed = registry.putManifest(MANIFESTS + digest, OCI_IMAGE, manifest);
      assertEquals(201, pushed.statusCode());
      assertEquals(digest.toString(), header(pushed, "Docker-Content-Digest"));
      assertPulls(OCI_IMAGE, manifest, MANIFESTS + digest);
    }
  }

  @Test
  void bytesThatAreNotThoseOfTheDigestAreA400() {
    HttpResponse<byte[]> pushed =
        registry.putManifest(MANIFESTS + sha256(bytes("other")), OCI_IMAGE, image("x"));
    assertEquals(400, pushed.statusCode());
    assertEquals("DIGEST_INVALID", code(pushed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:baddigeststring", ".dot", "-dash", "a b", "sha256%3Ax"})
  void aReferenceThatIsNoneIsA400ToAPutAndNothingToAGet(String reference) {
    String path = MANIFESTS + reference.replace(" ", "%20");
    assertEquals(400, registry.putManifest(path, OCI_IMAGE, image("x")).statusCode());
    assertTrue(List.of(400, 404).contains(registry.get(path).statusCode()));
  }

  @Test
  void aManifestThatIsNotThereIsA404() {
    for (String reference : List.of("none", sha256(bytes("none")).toString(), ".INVALID_NAME")) {
      HttpResponse<byte[]> answer = registry.get(MANIFESTS + reference);
      assertEquals(404, answer.statusCode());
      assertEquals("MANIFEST_UNKNOWN", code(answer));
      assertEquals(404, registry.head(MANIFESTS + reference).statusCode());
      assertEquals(404, registry.delete(MANIFESTS + reference).statusCode());
    }
  }

  @Test
  void aRepositoryThatIsNotThereIsA404() {
    HttpResponse<byte[]> answer = registry.get("/v2/nobody.test/app/manifests/latest");
    assertEquals(404, answer.statusCode());
    assertEquals("NAME_UNKNOWN", code(answer));
    assertEquals(404, registry.get("/v2/alice.test/app/tags/list").statusCode());
  }

  @Test
  void tagsOfAQueryArePushedWithTheManifestAndSaidToBe() {
    byte[] manifest = image("many tags");
    String tags =
        IntStream.range(0, 12).mapToObj(i -> "tag=t" + i).collect(Collectors.joining("&"));
    HttpResponse<byte[]> pushed =
        registry.putManifest(MANIFESTS + sha256(manifest) + "?" + tags, OCI_IMAGE, manifest);
    assertEquals(201, pushed.statusCode());
    List<String> said =
        pushed.headers().allValues("OCI-Tag").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    assertEquals(IntStream.range(0, 12).mapToObj(i -> "t" + i).toList(), said);
    assertPulls(OCI_IMAGE, manifest, MANIFESTS + "t11");
  }

  @Test
  void tooManyTagsAreA414AndABadOneA400() {
    byte[] manifest = image("too many");
    String tags =
        IntStream.range(0, 101).mapToObj(i -> "tag=t" + i).collect(Collectors.joining("&"));
    String path = MANIFESTS + sha256(manifest) + "?";
    assertEquals(414, registry.putManifest(path + tags, OCI_IMAGE, manifest).statusCode());
    assertEquals(400, registry.putManifest(path + "tag=.x", OCI_IMAGE, manifest).statusCode());
    assertEquals(404, registry.get(MANIFESTS + sha256(manifest)).statusCode());
  }

  @Test
  void aTagMovesAndTheOldManifestStays() {
    byte[] first = image("first");
    byte[] second = image("second");
    registry.putManifest(MANIFESTS + "latest", OCI_IMAGE, first);
    registry.putManifest(MANIFESTS + "latest", OCI_IMAGE, second);
    assertPulls(OCI_IMAGE, second, MANIFESTS + "latest");
    assertPulls(OCI_IMAGE, first, MANIFESTS + sha256(first));
  }

  @Test
  void parametersOfTheContentTypeAreDroppedAndAnIndexIsFoundBehindNone() {
    byte[] manifest = image("parameters");
    registry.putManifest(MANIFESTS + "p", OCI_IMAGE + "; charset=utf-8", manifest);
    assertPulls(OCI_IMAGE, manifest, MANIFESTS + "p");
    byte[] index = Images.index(manifest);
    assertEquals(201, registry.put(MANIFESTS + "i", index).statusCode());
    assertPulls(OCI_INDEX, index, MANIFESTS + "i");
  }

  @Test
  void aContentTypeThatIsNotTheManifestsOwnIsA400() {
    HttpResponse<byte[]> pushed = registry.putManifest(MANIFESTS + "x", OCI_INDEX, image("x"));
    assertEquals(400, pushed.statusCode());
    assertEquals("MANIFEST_INVALID", code(pushed));
  }

  @Test
  void aMediaTypeThatNobodyKnowsIsKeptWithItsBytes() {
    byte[] manifest = bytes("{ \"pi\": 3.14, \"layers\": [1, 2], \"config\": \"none\" }");
    assertEquals(
        201,
        registry
            .putManifest(MANIFESTS + "custom", "application/vnd.example.thing+json", manifest)
            .statusCode());
    assertPulls("application/vnd.example.thing+json", manifest, MANIFESTS + "custom");
  }

  @Test
  void fourMegabytesAreAManifestAndMoreThanTheLimitIsA413() {
    byte[] large =
        image("\"annotations\": {\"org.example.large\": \"" + "A".repeat(4 << 20) + "\"},", "l");
    assertEquals(201, registry.putManifest(MANIFESTS + "large", OCI_IMAGE, large).statusCode());
    assertPulls(OCI_IMAGE, large, MANIFESTS + "large");
    byte[] tooLarge = new byte[Manifest.MAX_BYTES + 1];
    Arrays.fill(tooLarge, (byte) ' ');
    assertEquals(413, registry.putManifest(MANIFESTS + "x", OCI_IMAGE, tooLarge).statusCode());
    HttpResponse<byte[]> unsaid =
        registry.send(
            registry
                .request(MANIFESTS + "x")
                .PUT(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(tooLarge))));
    assertEquals(413, unsaid.statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"schemaVersion\":2}", "{} {}"})
  void whatIsNoManifestIsA400(String body) {
    HttpResponse<byte[]> pushed = registry.putManifest(MANIFESTS + "x", OCI_IMAGE, bytes(body));
    assertEquals(400, pushed.statusCode());
    assertEquals("MANIFEST_INVALID", code(pushed));
  }

  @Test
  void aSubjectIsSaidToBeProcessedWhetherItIsThereOrNot() {
    byte[] artifact = Images.artifact(image("never pushed"), "application/x-sig", "note");
    HttpResponse<byte[]> pushed = registry.putManifest(MANIFESTS + "sig", OCI_IMAGE, artifact);
    assertEquals(201, pushed.statusCode());
    assertEquals(sha256(image("never pushed")).toString(), header(pushed, "OCI-Subject"));
  }

  @Test
  void contentInADescriptorLayersFromElsewhereAndFieldsOfOthersAreKeptAsTheyAre() {
    String foreign = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
    byte[] manifest =
        Images.bytes(
            """
            {"schemaVersion": 2, "mediaType": "%s", "org.example.custom": {"a": [1, null]},
             "config": {"mediaType": "%s", "digest": "%s", "size": 2, "data": "e30="},
             "layers": [%s]}
            """
                .formatted(
                    OCI_IMAGE,
                    Images.EMPTY,
                    sha256(Images.bytes("{}")),
                    Images.descriptor(foreign, Images.bytes("elsewhere"))));
    assertEquals(201, registry.putManifest(MANIFESTS + "x", OCI_IMAGE, manifest).statusCode());
    assertArrayEquals(manifest, registry.get(MANIFESTS + "x").body());
  }

  @Test
  void anIndexMayNameWhatIsNotThereYet() {
    byte[] index = Images.index(image("a"), image("b"));
    assertEquals(201, registry.putManifest(MANIFESTS + "i", OCI_INDEX, index).statusCode());
    byte[] empty = Images.index();
    assertEquals(201, registry.putManifest(MANIFESTS + "e", OCI_INDEX, empty).statusCode());
  }

  @Test
  void aDeletedTagIsGoneAndTheManifestIsNot() {
    byte[] manifest = image("tagged");
    registry.putManifest(MANIFESTS + "t", OCI_IMAGE, manifest);
    assertEquals(202, registry.delete(MANIFESTS + "t").statusCode());
    assertEquals(404, registry.get(MANIFESTS + "t").statusCode());
    assertPulls(OCI_IMAGE, manifest, MANIFESTS + sha256(manifest));
  }

  @Test
  void aDeletedManifestIsGoneWithAllItsTags() {
    byte[] manifest = image("gone");
    registry.putManifest(MANIFESTS + "a", OCI_IMAGE, manifest);
    registry.putManifest(MANIFESTS + "b", OCI_IMAGE, manifest);
    assertEquals(202, registry.delete(MANIFESTS + sha256(manifest)).statusCode());
    for (String reference : List.of("a", "b", sha256(manifest).toString())) {
      assertEquals(404, registry.get(MANIFESTS + reference).statusCode());
    }
  }

  @Test
  void aManifestThatWasAlteredWhereItIsKeptIsNeverServed() {
    byte[] manifest = image("true");
    registry.putManifest(MANIFESTS + "t", OCI_IMAGE, manifest);
    registry.manifests.spoil(
        new Repository(TestRegistry.ALICE, new RepositoryName("app")),
        sha256(manifest),
        image("false"));
    for (String reference : List.of("t", sha256(manifest).toString())) {
      assertEquals(502, registry.get(MANIFESTS + reference).statusCode());
    }
  }

  @Test
  void aClientThatNamesOtherManifestsIsNotGivenThisOneByTagButByDigest() {
    byte[] manifest = image("oci");
    registry.putManifest(MANIFESTS + "t", OCI_IMAGE, manifest);
    assertEquals(404, accepting(DOCKER_IMAGE, "t").statusCode());
    assertEquals(200, accepting(DOCKER_IMAGE, sha256(manifest).toString()).statusCode());
    assertEquals(200, accepting(DOCKER_IMAGE + ", " + OCI_IMAGE + ";q=0.5", "t").statusCode());
    assertEquals(200, accepting("*/*", "t").statusCode());
    assertEquals(200, accepting("application/json", "t").statusCode());
  }

  private HttpResponse<byte[]> accepting(String types, String reference) {
    return registry.send(registry.request(MANIFESTS + reference).header("Accept", types).GET());
  }

  @Test
  void whoHasTheManifestAlreadyIsToldSo() {
    byte[] manifest = image("cached");
    registry.putManifest(MANIFESTS + "t", OCI_IMAGE, manifest);
    HttpResponse<byte[]> answer =
        registry.send(
            registry
                .request(MANIFESTS + "t")
                .header("If-None-Match", header(registry.get(MANIFESTS + "t"), "ETag"))
                .GET());
    assertEquals(304, answer.statusCode());
  }
}
