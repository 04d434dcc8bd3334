package dev.orlop.appview.registry;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests in memory. */
public final class MemoryManifests implements ManifestStore {
  private static final class Shelf {
    final Map<Digest, Manifest> manifests = new HashMap<>();
    final Map<Tag, Digest> tags = new HashMap<>();

    boolean isEmpty() {
      return manifests.isEmpty() && tags.isEmpty();
    }
  }

  private final Map<Repository, Shelf> shelves = new HashMap<>();

  private Optional<Shelf> shelf(Repository repository) {
    return Optional.ofNullable(shelves.get(repository));
  }

  @Override
  public synchronized Optional<ManifestContent> find(
      Caller caller, Repository repository, Reference reference) {
    return shelf(repository)
        .flatMap(
            shelf ->
                Optional.ofNullable(
                    switch (reference) {
                      case Reference.ByDigest(Digest digest) -> shelf.manifests.get(digest);
                      case Reference.ByTag(Tag tag) -> shelf.manifests.get(shelf.tags.get(tag));
                    }))
        .map(found -> new ManifestContent(found.mediaType(), found.digest(), found.bytes()));
  }

  @Override
  public synchronized void put(
      Caller caller, Repository repository, Manifest manifest, Collection<Tag> tags) {
    Shelf shelf = shelves.computeIfAbsent(repository, _ -> new Shelf());
    shelf.manifests.put(manifest.digest(), manifest);
    tags.forEach(tag -> shelf.tags.put(tag, manifest.digest()));
  }

  @Override
  public synchronized boolean delete(Caller caller, Repository repository, Reference reference) {
    Optional<Shelf> found = shelf(repository);
    if (found.isEmpty()) {
      return false;
    }
    Shelf shelf = found.get();
    boolean was =
        switch (reference) {
          case Reference.ByTag(Tag tag) -> shelf.tags.remove(tag) != null;
          case Reference.ByDigest(Digest digest) -> {
            shelf.tags.values().removeIf(digest::equals);
            yield shelf.manifests.remove(digest) != null;
          }
        };
    if (shelf.isEmpty()) {
      shelves.remove(repository);
    }
    return was;
  }

  @Override
  public synchronized Optional<List<Tag>> tags(Caller caller, Repository repository) {
    return shelf(repository).map(shelf -> List.copyOf(shelf.tags.keySet()));
  }

  @Override
  public synchronized List<Referrer> referrers(
      Caller caller, Repository repository, Digest subject) {
    return shelf(repository).stream()
        .flatMap(shelf -> shelf.manifests.values().stream())
        .filter(one -> one.subject().filter(s -> s.digest().equals(subject)).isPresent())
        .map(Referrer::of)
        .toList();
  }

  @Override
  public synchronized Collection<RepositoryName> repositories(Caller caller, Did owner) {
    return shelves.keySet().stream()
        .filter(repository -> repository.owner().equals(owner))
        .map(Repository::name)
        .toList();
  }

  /** Puts other bytes in the place of a manifest's, as a bad disk or a bad server would. */
  public synchronized void spoil(Repository repository, Digest digest, byte[] bytes) {
    Map<Digest, Manifest> manifests = shelf(repository).orElseThrow().manifests;
    Manifest good = manifests.get(digest);
    if (good == null) {
      throw new IllegalStateException("no such manifest");
    }
    manifests.put(
        digest,
        new Manifest(
            good.mediaType(),
            digest,
            good.config(),
            good.layers(),
            good.children(),
            good.subject(),
            good.artifactType(),
            good.annotations(),
            bytes));
  }
}
