package dev.orlop.appview.manifests;

import dev.orlop.appview.cache.Memory;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.records.TagRecord.Target;
import dev.orlop.appview.registry.ManifestContent;
import dev.orlop.appview.registry.Referrer;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads manifests and tags from the repos of their owners. Every method may throw {@link
 * OciException}: UNAVAILABLE where the owner's server is out of reach and memory has no answer.
 * Safe for many threads.
 */
public final class ManifestReads {
  private final OwnerRecords records;
  private final ManifestBytes bytes;
  private final BlobPlaces places;
  private final Referrers referrers;

  /** From repos. */
  public ManifestReads(UserRepos repos, Memory memory) {
    this.records = new OwnerRecords(repos);
    this.bytes = new ManifestBytes(repos, memory);
    this.places = new BlobPlaces(memory.cache());
    this.referrers = new Referrers(bytes);
  }

  /**
   * The manifest that a reference names.
   *
   * @throws OciException UNKNOWN with status 502 if its bytes are not what their digest says
   */
  public Optional<ManifestContent> find(Repository repository, Reference reference) {
    return record(repository, reference)
        .map(
            record -> {
              byte[] content = bytes.of(repository.owner(), record);
              places.remember(repository, record);
              return new ManifestContent(record.mediaType(), record.digest(), content);
            });
  }

  /** The record of the manifest that a reference names. */
  public Optional<ManifestRecord> record(Repository repository, Reference reference) {
    return switch (reference) {
      case Reference.ByDigest(Digest digest) -> byDigest(repository, digest);
      case Reference.ByTag(Tag tag) ->
          target(repository, tag).flatMap(target -> behind(repository, target));
    };
  }

  /** All tags; empty if the repository is not there. */
  public Optional<List<Tag>> tags(Repository repository) {
    Shelf shelf = shelf(repository);
    return shelf.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(shelf.tags()));
  }

  /** The tags that name a manifest. */
  public List<Tag> tagsOf(Repository repository, Digest manifest) {
    Target wanted = new Target.ByDigest(manifest);
    Shelf shelf = shelf(repository);
    return shelf.tags().stream()
        .filter(tag -> shelf.target(tag).equals(Optional.of(wanted)))
        .toList();
  }

  /** All manifests whose subject is {@code subject}. */
  public List<Referrer> referrers(Repository repository, Digest subject) {
    return referrers.read(repository.owner(), shelf(repository).referrers(subject));
  }

  /** The names of an account's repositories. */
  public Collection<RepositoryName> repositories(Did owner) {
    return shelves(owner).names();
  }

  /** All that an account has. */
  public Shelves shelves(Did owner) {
    return new Shelves(records.manifests(owner), records.tags(owner));
  }

  /** The holds that have a blob of a repository, as its manifests name them; the newest first. */
  public List<HoldRef> holds(Repository repository, Digest blob) {
    Optional<HoldRef> near = places.find(repository, blob);
    if (near.isPresent()) {
      return List.of(near.get());
    }
    Set<HoldRef> holds = new LinkedHashSet<>();
    shelf(repository).having(blob).forEach(one -> one.hold().ifPresent(holds::add));
    return List.copyOf(holds);
  }

  /** A manifest or a tag was written or deleted: what is known of it is not so any more. */
  public void forget(Repository repository, Reference reference) {
    Did owner = repository.owner();
    switch (reference) {
      case Reference.ByDigest(Digest digest) -> {
        records.forget(owner, Nsids.MANIFEST, ManifestRecord.rkey(digest));
        records.forget(owner, Nsids.MANIFEST, ManifestRecord.rkey(digest, repository.name()));
        // Its tags went with it, also such as are not remembered.
        records.forgetList(owner, Nsids.TAG);
      }
      case Reference.ByTag(Tag tag) ->
          records.forget(owner, Nsids.TAG, TagRecord.rkey(repository.name(), tag));
    }
  }

  /** When what is answered of an account was read, if its server cannot be asked any more. */
  public Optional<Instant> unheardSince(Did owner) {
    return records.unheardSince(owner);
  }

  /** All that a repository has. */
  public Shelf shelf(Repository repository) {
    return shelves(repository.owner()).of(repository.name());
  }

  private Optional<ManifestRecord> byDigest(Repository repository, Digest digest) {
    return underItsKey(repository, digest)
        .filter(record -> record.is(repository.name(), digest))
        .or(() -> shelf(repository).manifest(digest));
  }

  /**
   * The repository's own record rather than another's. It is looked for under its own key only
   * where another has the usual one, since otherwise it has that.
   */
  private Optional<ManifestRecord> underItsKey(Repository repository, Digest digest) {
    Did owner = repository.owner();
    RepositoryName name = repository.name();
    Optional<ManifestRecord> usual =
        records
            .manifest(owner, ManifestRecord.rkey(digest))
            .filter(record -> record.digest().equals(digest));
    if (usual.filter(record -> !record.is(name, digest)).isEmpty()) {
      return usual;
    }
    return records
        .manifest(owner, ManifestRecord.rkey(digest, name))
        .filter(record -> record.is(name, digest))
        .or(() -> usual);
  }

  private Optional<Target> target(Repository repository, Tag tag) {
    RecordKey rkey = TagRecord.rkey(repository.name(), tag);
    return records
        .tag(repository.owner(), rkey)
        .filter(record -> record.is(repository.name(), tag))
        .map(TagRecord::target)
        .or(() -> shelf(repository).target(tag));
  }

  /** That a tag of the repository names it is enough; its record may name another repository. */
  private Optional<ManifestRecord> behind(Repository repository, Target target) {
    return switch (target) {
      case Target.ByDigest(Digest digest) ->
          underItsKey(repository, digest).or(() -> shelf(repository).manifest(digest));
      case Target.ByKey(RecordKey rkey) -> records.manifest(repository.owner(), rkey);
    };
  }
}
