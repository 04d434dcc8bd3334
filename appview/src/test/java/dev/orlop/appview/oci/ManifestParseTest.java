package dev.orlop.appview.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.Checkout;
import dev.orlop.testkit.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParseTest {
  private static final Path CORPUS =
      Checkout.root().resolve("appview/src/test/resources/fuzz/manifest");
  private static final Digest DIGEST = Digest.parse("sha256:" + "0123456789abcdef".repeat(4));

  private static Manifest parse(String json) {
    return Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, json.getBytes(UTF_8));
  }

  private static Manifest example(String name) throws IOException {
    return parse(Files.readString(CORPUS.resolve(name)));
  }

  private static String refusal(String json) {
    OciException refusal = assertThrows(OciException.class, () -> parse(json));
    assertEquals(OciError.MANIFEST_INVALID, refusal.error());
    return refusal.text();
  }

  @Test
  void anImageHasAConfigLayersAndTheTypeOfItsConfig() throws Exception {
    Manifest image = example("image");
    assertEquals(MediaTypes.OCI_IMAGE, image.mediaType());
    assertEquals(
        Optional.of(Descriptor.of("application/vnd.oci.image.config.v1+json", DIGEST, 702)),
        image.config());
    assertEquals(
        List.of(Descriptor.of("application/vnd.oci.image.layer.v1.tar+gzip", DIGEST, 7)),
        image.layers());
    assertEquals(Optional.of("application/vnd.oci.image.config.v1+json"), image.artifactType());
    assertEquals(
        Map.of("org.opencontainers.image.created", "2026-01-01T00:00:00Z"), image.annotations());
    assertEquals(Digest.hash(Digest.Algorithm.SHA256, image.bytes()), image.digest());
  }

  @Test
  void anIndexHasChildrenWithPlatformsASubjectAndATypeOfItsOwn() throws Exception {
    Manifest index = example("index");
    assertEquals(
        Optional.of("linux/arm/v7"), index.children().getFirst().platform().map(Object::toString));
    assertEquals(2, index.children().size());
    assertEquals(Optional.of(DIGEST), index.subject().map(Descriptor::digest));
    assertEquals(Optional.of("application/x-list"), index.artifactType());
  }

  @Test
  void dockersManifestsAreReadLikeThoseOfOci() throws Exception {
    Manifest image = example("docker");
    assertTrue(image.layers().getFirst().external());
    assertEquals(
        Optional.of("application/vnd.docker.container.image.v1+json"), image.artifactType());
    assertEquals(Optional.empty(), example("docker-list").artifactType());
  }

  @Test
  void anArtifactManifestHasItsBlobsForLayers() throws Exception {
    Manifest artifact = example("artifact");
    assertEquals(1, artifact.layers().size());
    assertEquals(Optional.of("application/x-sig"), artifact.artifactType());
    assertEquals(Optional.of(DIGEST), artifact.subject().map(Descriptor::digest));
  }

  @Test
  void aMediaTypeThatNobodyKnowsMayUseOurNamesForOtherThings() throws Exception {
    Manifest unknown = example("unknown");
    assertEquals("application/vnd.example+json", unknown.mediaType());
    assertEquals(List.of(), unknown.layers());
    assertEquals(Optional.empty(), unknown.artifactType());
  }

  @Test
  void theBytesAreKept() {
    byte[] bytes = " {\"schemaVersion\" : 2,\n\"manifests\":[]}\n".getBytes(UTF_8);
    assertSame(bytes, Manifest.parse(Optional.empty(), Digest.Algorithm.SHA512, bytes).bytes());
  }

  @Test
  void aDocumentThatIsAnImageAndAnIndexIsNeither() throws Exception {
    assertTrue(refusal(Files.readString(CORPUS.resolve("both"))).contains("neither"));
    assertTrue(
        refusal(
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"manifests\":[]}"
                    .formatted(MediaTypes.OCI_IMAGE, descriptor("a/b", DIGEST.toString(), "1")))
            .contains("an image has no manifests"));
  }

  private static String descriptor(String type, String digest, String size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%s}".formatted(type, digest, size);
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, sha256:00, 1, digest",
    "a/b, md5:d41d8cd98f00b204e9800998ecf8427e, 1, digest",
    "a/b, '', 1, digest",
    "ab, sha256:00, 1, media type",
    "a/b, sha256:00, -1, size",
    "a/b, sha256:00, 1.5, size",
    "a/b, sha256:00, 99999999999999999999, size"
  })
  void aDescriptorThatIsNoneIsRefused(String type, String digest, String size, String why) {
    String json =
        "{\"schemaVersion\":2,\"layers\":["
            + descriptor(type, digest, size)
            + "],\"config\":"
            + descriptor("a/b", DIGEST.toString(), "1")
            + "}";
    assertTrue(refusal(json).contains(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{\"schemaVersion\":2",
        "{\"schemaVersion\":2,}",
        "{\"schemaVersion\":2,\"manifests\":[]} x",
        "{\"schemaVersion\":1,\"manifests\":[]}",
        "{\"schemaVersion\":2,\"manifests\":{}}",
        "{\"schemaVersion\":2,\"manifests\":[null]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":{\"a\":1}}",
        "{\"schemaVersion\":2,\"manifests\":[],\"annotations\":[]}",
        "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}"
      })
  void whatIsNoManifestIsRefused(String json) {
    refusal(json);
  }

  @Test
  void depthAndSizeAreBounded() {
    refusal("{\"x\":" + "[".repeat(100_000));
    OciException large =
        assertThrows(
            OciException.class,
            () ->
                Manifest.parse(
                    Optional.empty(), Digest.Algorithm.SHA256, new byte[Manifest.MAX_BYTES + 1]));
    assertEquals(413, large.status());
  }

  @Test
  void anyBytesAreAManifestOrAreRefused() {
    Fuzz.run(
        Fuzz.corpus(CORPUS),
        30_000,
        OciException.class,
        input -> {
          Manifest manifest = Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, input);
          if (!MediaTypes.isMediaType(manifest.mediaType())) {
            throw new AssertionError("not a media type: " + manifest.mediaType());
          }
        });
  }
}
