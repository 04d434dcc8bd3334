package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Repository;
import java.util.Collection;

/** Writes manifests and tags where they are kept. Every method may throw {@link OciException}. */
public interface ManifestWrites {
  /**
   * Keeps a manifest under its digest and the tags. When this returns, all of it is durable, and
   * the hold knows of it.
   */
  void put(Caller caller, Repository repository, Manifest manifest, Collection<Tag> tags);

  /**
   * Deletes a tag; or a manifest, with all tags that name it.
   *
   * @return false if it was not there
   */
  boolean delete(Caller caller, Repository repository, Reference reference);
}
