package dev.orlop.appview.registry;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Port: manifests and tags. Safe for many threads; every method may throw {@link OciException}.
 *
 * <p>A repository without manifests and tags is not there.
 */
public interface ManifestStore {
  /** The manifest that a tag or a digest names; empty if there is none. */
  Optional<ManifestContent> find(Caller caller, Repository repository, Reference reference);

  /**
   * Keeps a manifest under its digest and the tags, which move to it if they were elsewhere. When
   * this returns, all of it is durable and visible.
   */
  void put(Caller caller, Repository repository, Manifest manifest, Collection<Tag> tags);

  /**
   * Deletes a tag; or a manifest, with all tags that name it.
   *
   * @return false if it was not there
   */
  boolean delete(Caller caller, Repository repository, Reference reference);

  /** All tags, in any order; empty if the repository is not there. */
  Optional<List<Tag>> tags(Caller caller, Repository repository);

  /** All manifests whose subject is {@code subject}, which need not be there; in any order. */
  List<Referrer> referrers(Caller caller, Repository repository, Digest subject);

  /** The names of an account's repositories, in any order. */
  Collection<RepositoryName> repositories(Caller caller, Did owner);
}
