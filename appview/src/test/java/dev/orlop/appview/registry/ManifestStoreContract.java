package dev.orlop.appview.registry;

import static dev.orlop.appview.manifests.Shipyard.artifact;
import static dev.orlop.appview.manifests.Shipyard.image;
import static dev.orlop.appview.manifests.Shipyard.index;
import static dev.orlop.appview.manifests.Shipyard.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of manifests does. */
public abstract class ManifestStoreContract {
  private static final byte[] ONE = image("one");
  private static final byte[] TWO = image("two");

  /** The store under test, empty. */
  protected abstract ManifestStore store();

  /** Who owns the repositories that are written to. */
  protected abstract Caller owner();

  protected final Repository repository(String name) {
    return new Repository(owner().did().orElseThrow(), new RepositoryName(name));
  }

  protected final Repository app() {
    return repository("app");
  }

  protected static Manifest manifest(byte[] bytes) {
    return Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, bytes);
  }

  protected static Reference tag(String tag) {
    return new Reference.ByTag(new Tag(tag));
  }

  protected static Reference digest(byte[] manifest) {
    return new Reference.ByDigest(sha256(manifest));
  }

  protected final void put(Repository repository, byte[] manifest, String... tags) {
    store()
        .put(owner(), repository, manifest(manifest), Arrays.stream(tags).map(Tag::new).toList());
  }

  protected final boolean delete(Repository repository, Reference reference) {
    return store().delete(owner(), repository, reference);
  }

  protected final Optional<Digest> found(Repository repository, Reference reference) {
    return store().find(Caller.ANYBODY, repository, reference).map(ManifestContent::digest);
  }

  protected final void assertHas(Repository repository, Reference reference, byte[] manifest) {
    ManifestContent found = store().find(Caller.ANYBODY, repository, reference).orElseThrow();
    assertArrayEquals(manifest, found.bytes());
    assertEquals(sha256(manifest), found.digest());
    assertEquals(manifest(manifest).mediaType(), found.mediaType());
  }

  protected final void assertLacks(Repository repository, Reference reference) {
    assertEquals(Optional.empty(), found(repository, reference));
  }

  /** The tags, in no order. */
  protected final Optional<Set<String>> tags(Repository repository) {
    return store()
        .tags(Caller.ANYBODY, repository)
        .map(tags -> new HashSet<>(tags.stream().map(Tag::value).toList()));
  }

  @Test
  void whatIsPutIsFoundByteForByteByEachTagAndTheDigest() {
    assertLacks(app(), tag("v1"));
    put(app(), ONE, "v1", "latest");
    assertHas(app(), tag("v1"), ONE);
    assertHas(app(), tag("latest"), ONE);
    assertHas(app(), digest(ONE), ONE);
    assertLacks(app(), tag("v2"));
    assertLacks(app(), digest(TWO));
  }

  @Test
  void whatIsPutWithoutATagIsFoundByItsDigest() {
    put(app(), ONE);
    assertHas(app(), digest(ONE), ONE);
    assertEquals(Optional.of(Set.of()), tags(app()));
  }

  @Test
  void aTagMovesAndItsOldManifestStays() {
    put(app(), ONE, "v1");
    assertHas(app(), tag("v1"), ONE);
    put(app(), TWO, "v1");
    assertHas(app(), tag("v1"), TWO);
    assertHas(app(), digest(ONE), ONE);
    assertEquals(Optional.of(Set.of("v1")), tags(app()));
  }

  @Test
  void whatIsPutAgainIsThereOnce() {
    put(app(), ONE, "v1");
    put(app(), ONE, "v2");
    assertEquals(Optional.of(Set.of("v1", "v2")), tags(app()));
    assertTrue(delete(app(), digest(ONE)));
    assertLacks(app(), digest(ONE));
    assertEquals(Optional.empty(), tags(app()));
  }

  @Test
  void aTagIsDeletedAndItsManifestStays() {
    put(app(), ONE, "v1", "v2");
    assertTrue(delete(app(), tag("v1")));
    assertLacks(app(), tag("v1"));
    assertHas(app(), tag("v2"), ONE);
    assertHas(app(), digest(ONE), ONE);
    assertFalse(delete(app(), tag("v1")));
  }

  @Test
  void aManifestIsDeletedWithTheTagsThatNameIt() {
    put(app(), ONE, "v1", "v2");
    put(app(), TWO, "v3");
    assertTrue(delete(app(), digest(ONE)));
    assertLacks(app(), digest(ONE));
    assertLacks(app(), tag("v1"));
    assertLacks(app(), tag("v2"));
    assertHas(app(), tag("v3"), TWO);
    assertEquals(Optional.of(Set.of("v3")), tags(app()));
    assertFalse(delete(app(), digest(ONE)));
  }

  @Test
  void twoRepositoriesHaveTheSameManifestEachForItself() {
    Repository other = repository("team/other");
    put(app(), ONE, "v1");
    put(other, ONE, "v2");
    for (Repository one : List.of(app(), other)) {
      assertHas(one, digest(ONE), ONE);
    }
    assertLacks(other, tag("v1"));
    assertTrue(delete(app(), digest(ONE)));
    assertLacks(app(), digest(ONE));
    assertLacks(app(), tag("v1"));
    assertHas(other, digest(ONE), ONE);
    assertHas(other, tag("v2"), ONE);
    assertTrue(delete(other, digest(ONE)));
    assertLacks(other, digest(ONE));
    assertEquals(Optional.empty(), tags(other));
  }

  @Test
  void itIsAllTheSameWhichOfTheTwoIsDeletedFirst() {
    Repository other = repository("team/other");
    put(app(), ONE, "v1");
    put(other, ONE);
    assertTrue(delete(other, digest(ONE)));
    assertLacks(other, digest(ONE));
    assertHas(app(), tag("v1"), ONE);
    assertHas(app(), digest(ONE), ONE);
  }

  @Test
  void noTwoTagsAreMixedUpWhateverTheyAreCalled() {
    put(repository("a_b"), ONE, "c");
    put(repository("a"), TWO, "b_c");
    assertHas(repository("a_b"), tag("c"), ONE);
    assertHas(repository("a"), tag("b_c"), TWO);
    assertTrue(delete(repository("a"), tag("b_c")));
    assertHas(repository("a_b"), tag("c"), ONE);
  }

  @Test
  void anIndexAndItsImagesAreThere() {
    byte[] index = index(ONE);
    put(app(), ONE);
    put(app(), index, "v1");
    assertHas(app(), tag("v1"), index);
    assertHas(app(), digest(ONE), ONE);
    assertEquals(
        MediaTypes.OCI_INDEX,
        store().find(Caller.ANYBODY, app(), tag("v1")).orElseThrow().mediaType());
  }

  @Test
  void referrersAreListedWhetherTheirSubjectIsThereOrNot() {
    byte[] sbom = artifact(ONE, "application/sbom");
    byte[] signature = artifact(ONE, "application/signature");
    put(app(), sbom);
    put(app(), signature, "sig");
    put(app(), TWO);
    put(repository("other"), artifact(ONE, "application/elsewhere"));
    assertEquals(
        Set.of(Referrer.of(manifest(sbom)), Referrer.of(manifest(signature))),
        new HashSet<>(store().referrers(Caller.ANYBODY, app(), sha256(ONE))));
    assertTrue(delete(app(), digest(sbom)));
    assertEquals(
        List.of(Referrer.of(manifest(signature))),
        store().referrers(Caller.ANYBODY, app(), sha256(ONE)));
    assertEquals(List.of(), store().referrers(Caller.ANYBODY, app(), sha256(TWO)));
  }

  @Test
  void repositoriesAreThereFromTheFirstManifestToTheLast() {
    assertEquals(Optional.empty(), tags(app()));
    put(app(), ONE);
    put(repository("team/tool"), TWO, "v1");
    assertEquals(
        Set.of(new RepositoryName("app"), new RepositoryName("team/tool")),
        Set.copyOf(store().repositories(Caller.ANYBODY, app().owner())));
    assertTrue(delete(app(), digest(ONE)));
    assertEquals(
        List.of(new RepositoryName("team/tool")),
        List.copyOf(store().repositories(Caller.ANYBODY, app().owner())));
  }
}
