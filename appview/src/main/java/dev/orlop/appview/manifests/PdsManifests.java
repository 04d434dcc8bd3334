package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.ManifestContent;
import dev.orlop.appview.registry.ManifestStore;
import dev.orlop.appview.registry.Referrer;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Manifests and tags in the repos of their owners. Who asks makes no difference to reading. */
public final class PdsManifests implements ManifestStore {
  private final ManifestReads reads;
  private final ManifestWrites writes;

  /** Of the two halves. */
  public PdsManifests(ManifestReads reads, ManifestWrites writes) {
    this.reads = reads;
    this.writes = writes;
  }

  @Override
  public Optional<ManifestContent> find(Caller caller, Repository repository, Reference reference) {
    return reads.find(repository, reference);
  }

  /** What is remembered is forgotten also after a failure: part of it may have been written. */
  @Override
  public void put(Caller caller, Repository repository, Manifest manifest, Collection<Tag> tags) {
    try {
      writes.put(caller, repository, manifest, tags);
    } finally {
      reads.forget(repository, new Reference.ByDigest(manifest.digest()));
      tags.forEach(tag -> reads.forget(repository, new Reference.ByTag(tag)));
    }
  }

  @Override
  public boolean delete(Caller caller, Repository repository, Reference reference) {
    List<Tag> before =
        switch (reference) {
          case Reference.ByTag _ -> List.of();
          case Reference.ByDigest(Digest digest) -> reads.tagsOf(repository, digest);
        };
    try {
      return writes.delete(caller, repository, reference);
    } finally {
      reads.forget(repository, reference);
      before.forEach(tag -> reads.forget(repository, new Reference.ByTag(tag)));
    }
  }

  @Override
  public Optional<List<Tag>> tags(Caller caller, Repository repository) {
    return reads.tags(repository);
  }

  @Override
  public List<Referrer> referrers(Caller caller, Repository repository, Digest subject) {
    return reads.referrers(repository, subject);
  }

  @Override
  public Collection<RepositoryName> repositories(Caller caller, Did owner) {
    return reads.repositories(owner);
  }
}
