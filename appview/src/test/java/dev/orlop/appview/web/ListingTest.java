package dev.orlop.appview.web;

import static dev.orlop.appview.oci.MediaTypes.OCI_IMAGE;
import static dev.orlop.appview.oci.MediaTypes.OCI_INDEX;
import static dev.orlop.appview.web.Images.image;
import static dev.orlop.appview.web.TestRegistry.header;
import static dev.orlop.appview.web.TestRegistry.json;
import static dev.orlop.appview.web.TestRegistry.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Distribution-spec 1.1, "Listing Tags", "Listing Referrers"; and Docker's {@code _catalog}. */
class ListingTest {
  private static final String APP = "/v2/alice.test/app";
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

  private final TestRegistry registry = new TestRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private void tag(String... tags) {
    for (String tag : tags) {
      assertEquals(
          201, registry.putManifest(APP + "/manifests/" + tag, OCI_IMAGE, image("x")).statusCode());
    }
  }

  private static List<String> texts(HttpResponse<byte[]> answer, String field) {
    assertEquals(200, answer.statusCode(), () -> TestRegistry.text(answer));
    return json(answer).array(field).orElseThrow().stream()
        .map(item -> ((DataValue.Text) item).value())
        .toList();
  }

  private List<String> tags(String query) {
    return texts(registry.get(APP + "/tags/list" + query), "tags");
  }

  private static Optional<String> next(HttpResponse<byte[]> answer) {
    Matcher link = NEXT.matcher(header(answer, "Link"));
    return link.matches() ? Optional.of(link.group(1)) : Optional.empty();
  }

  @Test
  void tagsAreListedInTheOrderOfTheirCharacters() {
    tag("b", "a", "B", "_x", "10", "9");
    assertEquals(List.of("10", "9", "B", "_x", "a", "b"), tags(""));
    assertEquals("alice.test/app", json(registry.get(APP + "/tags/list")).text("name").orElse(""));
  }

  @Test
  void aPageOfTagsHasAsManyAsAskedForAndLinksToTheNext() {
    tag("a", "b", "c", "d", "e");
    List<String> all = new ArrayList<>();
    Optional<String> page = Optional.of(APP + "/tags/list?n=2");
    while (page.isPresent()) {
      HttpResponse<byte[]> answer = registry.get(page.get());
      all.addAll(texts(answer, "tags"));
      page = next(answer);
      assertTrue(page.isEmpty() || texts(answer, "tags").size() == 2);
    }
    assertEquals(List.of("a", "b", "c", "d", "e"), all);
  }

  @Test
  void lastIsWhereAListBeginsBehindWhetherItIsThereOrNot() {
    tag("a", "c", "e");
    assertEquals(List.of("c", "e"), tags("?last=a"));
    assertEquals(List.of("c", "e"), tags("?last=b"));
    assertEquals(List.of("c"), tags("?last=a&n=1"));
    assertEquals(List.of(), tags("?last=e"));
  }

  @Test
  void aPageOfNothingIsEmptyAndLinksNowhere() {
    tag("a");
    HttpResponse<byte[]> answer = registry.get(APP + "/tags/list?n=0");
    assertEquals(List.of(), texts(answer, "tags"));
    assertTrue(next(answer).isEmpty());
  }

  @Test
  void aPageThatIsExactlyFullAtTheEndLinksNowhere() {
    tag("a", "b");
    assertTrue(next(registry.get(APP + "/tags/list?n=2")).isEmpty());
    assertEquals(List.of("a", "b"), tags("?n=99999999999999"));
  }

  @Test
  void aNumberThatIsNoneIsA400() {
    tag("a");
    assertEquals(400, registry.get(APP + "/tags/list?n=-1").statusCode());
    assertEquals(400, registry.get(APP + "/tags/list?n=x").statusCode());
    assertEquals(400, registry.get(APP + "/tags/list?n=1&n=2").statusCode());
  }

  private HttpResponse<byte[]> referrers(String digest, String query) {
    return registry.get(APP + "/referrers/" + digest + query);
  }

  private static List<DataMap> manifests(HttpResponse<byte[]> answer) {
    assertEquals(200, answer.statusCode(), () -> TestRegistry.text(answer));
    assertEquals(OCI_INDEX, header(answer, "Content-Type"));
    DataMap index = json(answer);
    assertEquals(2, index.integer("schemaVersion").orElse(0));
    assertEquals(OCI_INDEX, index.text("mediaType").orElse(""));
    return index.array("manifests").orElseThrow().stream().map(DataMap.class::cast).toList();
  }

  @Test
  void referrersCarryTypeSizeAndAnnotationsOfWhatRefers() {
    byte[] subject = image("subject");
    byte[] signature = Images.artifact(subject, "application/x-sig", "hello");
    registry.putManifest(APP + "/manifests/" + sha256(signature), OCI_IMAGE, signature);
    List<DataMap> found = manifests(referrers(sha256(subject).toString(), ""));
    assertEquals(1, found.size());
    DataMap one = found.getFirst();
    assertEquals(sha256(signature).toString(), one.text("digest").orElse(""));
    assertEquals(OCI_IMAGE, one.text("mediaType").orElse(""));
    assertEquals(signature.length, one.integer("size").orElse(0));
    assertEquals("application/x-sig", one.text("artifactType").orElse(""));
    assertEquals("hello", one.map("annotations").orElseThrow().text("org.example.note").orElse(""));
  }

  @Test
  void theArtifactTypeOfAnImageIsThatOfItsConfigAndAnIndexMayHaveNone() {
    byte[] subject = image("subject");
    String field = "\"subject\": " + Images.descriptor(OCI_IMAGE, subject) + ",";
    registry.putManifest(APP + "/manifests/i", OCI_IMAGE, image(field, "config"));
    List<DataMap> found = manifests(referrers(sha256(subject).toString(), ""));
    assertEquals(Images.CONFIG, found.getFirst().text("artifactType").orElse(""));

    byte[] other = image("other subject");
    byte[] index =
        Images.bytes(
            "{\"schemaVersion\":2,\"manifests\":null,\"subject\":"
                + Images.descriptor(OCI_IMAGE, other)
                + "}");
    registry.putManifest(APP + "/manifests/x", OCI_INDEX, index);
    List<DataMap> indexes = manifests(referrers(sha256(other).toString(), ""));
    assertFalse(indexes.getFirst().has("artifactType"));
  }

  @Test
  void aFilterIsAppliedAndSaidToBe() {
    byte[] subject = image("subject");
    for (String type : List.of("application/x-a", "application/x-b+json")) {
      registry.putManifest(
          APP + "/manifests/" + type.charAt(14), OCI_IMAGE, Images.artifact(subject, type, "note"));
    }
    String digest = sha256(subject).toString();
    assertEquals(2, manifests(referrers(digest, "")).size());
    assertEquals("", header(referrers(digest, ""), "OCI-Filters-Applied"));
    HttpResponse<byte[]> filtered = referrers(digest, "?artifactType=application%2Fx-b%2Bjson");
    assertEquals("artifactType", header(filtered, "OCI-Filters-Applied"));
    assertEquals(1, manifests(filtered).size());
    HttpResponse<byte[]> none = referrers(digest, "?artifactType=application/none");
    assertEquals(List.of(), manifests(none));
    assertEquals("artifactType", header(none, "OCI-Filters-Applied"));
  }

  @Test
  void referrersAreNeverA404() {
    String digest = sha256(image("never seen")).toString();
    assertEquals(List.of(), manifests(referrers(digest, "")));
    assertEquals(List.of(), manifests(registry.get("/v2/nobody.test/app/referrers/" + digest)));
  }

  @Test
  void referrersOfADigestThatIsNoneAreA400() {
    assertEquals(400, referrers("sha256:x", "").statusCode());
    assertEquals(400, referrers("latest", "").statusCode());
  }

  @Test
  void aReferrerIsGoneOnceItIsDeleted() {
    byte[] subject = image("subject");
    byte[] signature = Images.artifact(subject, "application/x-sig", "hello");
    registry.putManifest(APP + "/manifests/sig", OCI_IMAGE, signature);
    registry.delete(APP + "/manifests/" + sha256(signature));
    assertEquals(List.of(), manifests(referrers(sha256(subject).toString(), "")));
  }

  @Test
  void referrersThatDoNotFitOnePageAreLinkedTo() {
    byte[] subject = image("subject");
    String large = "A".repeat(1 << 20);
    Set<String> pushed = new TreeSet<>();
    for (int i = 0; i < 7; i++) {
      byte[] artifact = Images.artifact(subject, "application/x-large", i + large);
      pushed.add(sha256(artifact).toString());
      registry.putManifest(APP + "/manifests/t" + i, OCI_IMAGE, artifact);
    }
    List<String> found = new ArrayList<>();
    Optional<String> page =
        Optional.of(APP + "/referrers/" + sha256(subject) + "?artifactType=application/x-large");
    int pages = 0;
    while (page.isPresent()) {
      HttpResponse<byte[]> answer = registry.get(page.get());
      assertTrue(answer.body().length <= 4 << 20);
      assertEquals("artifactType", header(answer, "OCI-Filters-Applied"));
      manifests(answer).forEach(one -> found.add(one.text("digest").orElse("")));
      page = next(answer);
      pages++;
    }
    assertEquals(List.copyOf(pushed), found);
    assertTrue(pages > 1);
  }

  @Test
  void theCatalogHasTheCallersOwnRepositories() {
    tag("a");
    registry.putManifest("/v2/alice.test/other/manifests/a", OCI_IMAGE, image("x"));
    registry.send(
        registry
            .anonymous("/v2/bob.test/app/manifests/a")
            .header("Authorization", "Bearer bob")
            .PUT(java.net.http.HttpRequest.BodyPublishers.ofByteArray(image("x"))));
    assertEquals(
        List.of("alice.test/app", "alice.test/other"),
        texts(registry.get("/v2/_catalog"), "repositories"));
    HttpResponse<byte[]> first = registry.get("/v2/_catalog?n=1");
    assertEquals(List.of("alice.test/app"), texts(first, "repositories"));
    assertEquals(
        List.of("alice.test/other"),
        texts(registry.get(next(first).orElseThrow()), "repositories"));
    HttpResponse<byte[]> bobs =
        registry.send(
            registry.anonymous("/v2/_catalog").header("Authorization", "Bearer bob").GET());
    assertEquals(List.of("did-plc-bobbbbbbbbbbbbbbbbbbbbbb/app"), texts(bobs, "repositories"));
    assertEquals(401, registry.send(registry.anonymous("/v2/_catalog").GET()).statusCode());
  }
}
