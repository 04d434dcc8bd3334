package dev.orlop.appview.manifests;

import static dev.orlop.appview.manifests.Shipyard.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.ManifestContent;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.TestNetwork;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PdsManifestsTest {
  private static final Tag V1 = new Tag("v1");

  private final TestNetwork net = new TestNetwork();
  private final Shipyard alice = new Shipyard(net.pds, TestNetwork.ALICE, net.clock);
  private final Repository app = new Repository(TestNetwork.ALICE, new RepositoryName("app"));
  private boolean breaksOff;
  private final PdsManifests manifests =
      new PdsManifests(new ManifestReads(net.repos(), net.memory), new Straight());

  /** Writes past all memory, as the owner's session would. */
  private final class Straight implements ManifestWrites {
    @Override
    public void put(Caller caller, Repository repository, Manifest manifest, Collection<Tag> tags) {
      alice.push(repository.name().value(), manifest.bytes());
      tags.forEach(tag -> alice.tag(repository.name().value(), tag.value(), manifest.digest()));
      if (breaksOff) {
        throw OciError.UNAVAILABLE.exception("the hold did not hear of it");
      }
    }

    @Override
    public boolean delete(Caller caller, Repository repository, Reference reference) {
      RepositoryName name = repository.name();
      switch (reference) {
        case Reference.ByTag(Tag tag) ->
            net.pds.delete(repository.owner(), Nsids.TAG, TagRecord.rkey(name, tag));
        case Reference.ByDigest(Digest digest) -> {
          net.pds.delete(repository.owner(), Nsids.MANIFEST, ManifestRecord.rkey(digest));
          net.pds.delete(repository.owner(), Nsids.TAG, TagRecord.rkey(name, V1));
        }
      }
      return true;
    }
  }

  @AfterEach
  void close() {
    net.close();
  }

  private Digest put(String salt) {
    Manifest manifest = Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, image(salt));
    manifests.put(Caller.ANYBODY, app, manifest, List.of(V1));
    return manifest.digest();
  }

  private Optional<Digest> found(Reference reference) {
    return manifests.find(Caller.ANYBODY, app, reference).map(ManifestContent::digest);
  }

  private Optional<Digest> tagged() {
    return found(new Reference.ByTag(V1));
  }

  @Test
  void whatIsPushedIsSeenAtOnceAlsoWhereItWasJustLookedForInVain() {
    assertEquals(Optional.empty(), tagged());
    assertEquals(Optional.empty(), manifests.tags(Caller.ANYBODY, app));
    Digest one = put("one");
    assertEquals(Optional.of(one), tagged());
    assertEquals(Optional.of(List.of(V1)), manifests.tags(Caller.ANYBODY, app));
    Digest two = put("two");
    assertEquals(Optional.of(two), tagged());
    assertTrue(found(new Reference.ByDigest(one)).isPresent());
  }

  @Test
  void aPushThatBreaksOffLeavesNothingOldInMemory() {
    put("one");
    assertTrue(tagged().isPresent());
    breaksOff = true;
    assertThrows(OciException.class, () -> put("two"));
    assertEquals(Optional.of(Digest.hash(Digest.Algorithm.SHA256, image("two"))), tagged());
  }

  @Test
  void whatIsDeletedIsGoneAtOnceWithTheTagsThatNamedIt() {
    Digest digest = put("one");
    assertTrue(tagged().isPresent());
    manifests.delete(Caller.ANYBODY, app, new Reference.ByDigest(digest));
    assertEquals(Optional.empty(), found(new Reference.ByDigest(digest)));
    assertEquals(Optional.empty(), tagged());
    assertEquals(Optional.empty(), manifests.tags(Caller.ANYBODY, app));
  }

  @Test
  void aDeletedTagLeavesTheManifest() {
    Digest digest = put("one");
    assertTrue(tagged().isPresent());
    manifests.delete(Caller.ANYBODY, app, new Reference.ByTag(V1));
    assertEquals(Optional.empty(), tagged());
    assertEquals(Optional.of(digest), found(new Reference.ByDigest(digest)));
  }
}
