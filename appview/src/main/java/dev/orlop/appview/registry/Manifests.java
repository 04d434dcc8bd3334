package dev.orlop.appview.registry;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.car.cid.Digest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads, writes and lists manifests and tags. */
public final class Manifests {
  private final ManifestStore store;

  /** Those of a store. */
  public Manifests(ManifestStore store) {
    this.store = store;
  }

  /**
   * The manifest that a reference names, its bytes compared with its digest.
   *
   * @throws OciException MANIFEST_UNKNOWN
   */
  public ManifestContent get(Caller caller, Repository repository, Reference reference) {
    ManifestContent found =
        store.find(caller, repository, reference).orElseThrow(() -> unknown(reference));
    Digest digest = found.digest();
    boolean named = !(reference instanceof Reference.ByDigest(var asked)) || asked.equals(digest);
    if (!named || !Digest.hash(digest.algorithm(), found.bytes()).equals(digest)) {
      throw OciError.UNKNOWN
          .exception("what is kept as this manifest is not it any more")
          .withStatus(502)
          .with("digest", digest);
    }
    return found;
  }

  /**
   * Keeps a manifest.
   *
   * @param reference a tag, or the digest of the bytes
   * @param more tags that it gets besides
   * @param contentType what the client calls it, without parameters
   * @return the manifest, durable and visible
   * @throws OciException MANIFEST_INVALID, DIGEST_INVALID
   */
  public Manifest put(
      Caller caller,
      Repository repository,
      Reference reference,
      Collection<Tag> more,
      Optional<String> contentType,
      byte[] bytes) {
    Set<Tag> tags = new LinkedHashSet<>();
    Digest.Algorithm algorithm =
        switch (reference) {
          case Reference.ByDigest(Digest digest) -> digest.algorithm();
          case Reference.ByTag(Tag tag) -> {
            tags.add(tag);
            yield Digest.Algorithm.SHA256;
          }
        };
    tags.addAll(more);
    Manifest manifest = Manifest.parse(contentType, algorithm, bytes);
    if (reference instanceof Reference.ByDigest(Digest digest)
        && !digest.equals(manifest.digest())) {
      throw OciError.DIGEST_INVALID
          .exception()
          .with("digest", digest)
          .with("actual", manifest.digest());
    }
    store.put(caller, repository, manifest, tags);
    return manifest;
  }

  /**
   * Deletes a tag; or a manifest, with all tags that name it.
   *
   * @throws OciException MANIFEST_UNKNOWN
   */
  public void delete(Caller caller, Repository repository, Reference reference) {
    if (!store.delete(caller, repository, reference)) {
      throw unknown(reference);
    }
  }

  /**
   * A page of tags, in the order of their characters.
   *
   * @throws OciException NAME_UNKNOWN if the repository is not there
   */
  public Page<String> tags(Caller caller, Repository repository, PageWish wish) {
    List<Tag> tags =
        store
            .tags(caller, repository)
            .orElseThrow(() -> OciError.NAME_UNKNOWN.exception().with("name", repository));
    return wish.page(tags.stream().map(Tag::value).toList());
  }

  /** A page of the caller's own repositories, in the order of their characters. */
  public Page<String> repositories(Caller caller, PageWish wish) {
    return caller
        .did()
        .map(did -> store.repositories(caller, did))
        .map(names -> wish.page(names.stream().map(Object::toString).toList()))
        .orElseGet(Page::empty);
  }

  /** A page of the manifests that say something about another, in the order of their digests. */
  public Page<Referrer> referrers(
      Caller caller, Repository repository, Digest subject, ReferrersWish wish) {
    return wish.page(store.referrers(caller, repository, subject));
  }

  private static OciException unknown(Reference reference) {
    return OciError.MANIFEST_UNKNOWN.exception().with("reference", reference);
  }
}
