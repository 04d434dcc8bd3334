package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.records.TagRecord.Target;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be written so that a repository does not have a tag, or a manifest, any more. Pure.
 *
 * <p>A record of the manifest that others need is not deleted but handed over: that to which a tag
 * of another repository leads, and that under the usual key as long as any other repository has the
 * manifest, since tags lead to that one.
 */
final class Removal {
  private final RepositoryName name;
  private final Digest digest;
  private final Collection<Kept<TagRecord>> tags;
  private final Collection<Kept<ManifestRecord>> manifests;

  /** The repository's own records of the manifest. */
  private final List<Kept<ManifestRecord>> own;

  /** Those of other repositories. */
  private final List<Kept<ManifestRecord>> others;

  private Removal(
      RepositoryName name,
      Digest digest,
      Collection<Kept<TagRecord>> tags,
      Collection<Kept<ManifestRecord>> manifests) {
    this.name = name;
    this.digest = digest;
    this.tags = tags;
    this.manifests = manifests;
    this.own = manifests.stream().filter(one -> one.value().is(name, digest)).toList();
    this.others =
        manifests.stream()
            .filter(one -> one.value().digest().equals(digest))
            .filter(one -> !own.contains(one))
            .toList();
  }

  /** Of a tag: every record of it, under whichever key. */
  static List<Edit> ofTag(RepositoryName name, Tag tag, Collection<Kept<TagRecord>> tags) {
    return tags.stream()
        .filter(one -> one.value().is(name, tag))
        .<Edit>map(one -> new Edit.Delete(Nsids.TAG, one.rkey()))
        .toList();
  }

  /**
   * Of a manifest with the tags that name it.
   *
   * @param tags all of the account's
   * @param manifests all of the account's
   */
  static Removal ofManifest(
      RepositoryName name,
      Digest digest,
      Collection<Kept<TagRecord>> tags,
      Collection<Kept<ManifestRecord>> manifests) {
    return new Removal(name, digest, tags, manifests);
  }

  /** The tags first: if it ends in the middle, none is left that leads nowhere. */
  List<Edit> edits() {
    List<Edit> edits = new ArrayList<>();
    for (Kept<TagRecord> tag : tags) {
      if (tag.value().repository().equals(name) && leadsHere(tag.value())) {
        edits.add(new Edit.Delete(Nsids.TAG, tag.rkey()));
      }
    }
    Optional<RecordKey> usual = usual();
    for (Kept<ManifestRecord> record : own) {
      Optional<RepositoryName> heir =
          namer(record.rkey())
              .or(() -> usual.filter(record.rkey()::equals).flatMap(_ -> claimant()));
      if (heir.isPresent()) {
        handOver(record, heir.get(), edits);
      } else {
        edits.add(new Edit.Delete(Nsids.MANIFEST, record.rkey()));
      }
    }
    return edits;
  }

  /**
   * The holds that are to be told. None where another repository inherits that no hold was ever
   * told of: what the hold keeps for this one is what that one is served from.
   */
  Set<HoldRef> holds() {
    boolean untoldHeir =
        others.isEmpty() && edits().stream().anyMatch(Edit.Replace.class::isInstance);
    return untoldHeir
        ? Set.of()
        : own.stream()
            .flatMap(one -> one.value().hold().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private boolean leadsHere(TagRecord tag) {
    return switch (tag.target()) {
      case Target.ByDigest(Digest target) -> target.equals(digest);
      case Target.ByKey(RecordKey rkey) ->
          Stream.concat(own.stream(), others.stream()).anyMatch(one -> one.rkey().equals(rkey));
    };
  }

  /** Of the repository's records the one that all others go by, if it is among them. */
  private Optional<RecordKey> usual() {
    RecordKey usual = ManifestRecord.rkey(digest);
    Set<RecordKey> keys = own.stream().map(Kept::rkey).collect(Collectors.toSet());
    if (keys.contains(usual)) {
      return Optional.of(usual);
    }
    return others.isEmpty() ? own.stream().map(Kept::rkey).findFirst() : Optional.empty();
  }

  /** Another repository with a tag that leads to just this record. */
  private Optional<RepositoryName> namer(RecordKey rkey) {
    return tags.stream()
        .map(Kept::value)
        .filter(tag -> !tag.repository().equals(name))
        .filter(tag -> tag.target().equals(new Target.ByKey(rkey)))
        .map(TagRecord::repository)
        .findFirst();
  }

  /** Another repository that has the manifest: by a record, by a tag, or in an index. */
  private Optional<RepositoryName> claimant() {
    Stream<RepositoryName> byRecord = others.stream().map(one -> one.value().repository());
    Stream<RepositoryName> byTag =
        tags.stream().map(Kept::value).filter(this::leadsHere).map(TagRecord::repository);
    Stream<RepositoryName> byIndex =
        manifests.stream()
            .map(Kept::value)
            .filter(index -> index.children().stream().anyMatch(one -> one.digest().equals(digest)))
            .map(ManifestRecord::repository);
    return Stream.of(byRecord, byTag, byIndex)
        .flatMap(names -> names)
        .filter(one -> !one.equals(name))
        .findFirst();
  }

  /** Who has a record under a key of its own gets the usual key for that one. */
  private void handOver(Kept<ManifestRecord> record, RepositoryName heir, List<Edit> edits) {
    RecordKey spare = ManifestRecord.rkey(digest, heir);
    Optional<Kept<ManifestRecord>> spared =
        others.stream()
            .filter(one -> one.rkey().equals(spare) && one.value().is(heir, digest))
            .findFirst();
    edits.add(
        new Edit.Replace(
            Nsids.MANIFEST,
            record.rkey(),
            spared
                .map(Kept::data)
                .orElseGet(
                    () -> record.data().with("repository", new DataValue.Text(heir.value())))));
    if (spared.isPresent() && namer(spare).isEmpty()) {
      edits.add(new Edit.Delete(Nsids.MANIFEST, spare));
    }
  }
}
