package dev.orlop.appview.records;

import dev.orlop.appview.oci.Tag;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code io.atcr.tag}: what a tag names.
 *
 * @param movedAt when it was last moved, or made
 */
public record TagRecord(
    RepositoryName repository, Tag tag, Target target, Optional<Datetime> movedAt) {
  /** A manifest of the same account. */
  public sealed interface Target {
    /** By its digest. */
    record ByDigest(Digest digest) implements Target {}

    /** By the key of its record, which is not the hex of its digest. */
    record ByKey(RecordKey rkey) implements Target {}
  }

  /** The record of a tag that is moved now. */
  public static TagRecord of(RepositoryName repository, Tag tag, Digest manifest, Instant now) {
    return new TagRecord(
        repository, tag, new Target.ByDigest(manifest), Optional.of(Datetime.of(now)));
  }

  /** Under which key the record of a tag is; older records may be under another. */
  public static RecordKey rkey(RepositoryName repository, Tag tag) {
    return new RecordKey(repository.value().replace('/', '~') + "_" + tag);
  }

  /**
   * Under which key the record of a tag is when another tag has the usual one. No name has a tilde
   * before an underscore; so no two tags have this one.
   */
  public static RecordKey spareKey(RepositoryName repository, Tag tag) {
    return new RecordKey(repository.value().replace('/', '~') + "~_" + tag);
  }

  /**
   * Reads a record of either generation.
   *
   * @throws UnusableRecordException without a repository, a tag or a manifest
   */
  public static TagRecord of(DataMap record) {
    String tag = Fields.text(record, "tag");
    if (!Tag.isTag(tag)) {
      throw Fields.unusable(record, "whose tag is none");
    }
    return new TagRecord(
        Fields.repository(record),
        new Tag(tag),
        target(record).orElseThrow(() -> Fields.unusable(record, "that names no manifest")),
        Fields.datetime(record, "updatedAt").or(() -> Fields.datetime(record, "createdAt")));
  }

  /** The digest in the URI counts for more than that in the older field; a foreign key for less. */
  private static Optional<Target> target(DataMap record) {
    Optional<RecordKey> key = record.text("manifest").flatMap(TagRecord::key);
    return key.flatMap(TagRecord::digest)
        .or(() -> record.text("manifestDigest").flatMap(Fields::digest))
        .<Target>map(Target.ByDigest::new)
        .or(() -> key.map(Target.ByKey::new));
  }

  private static Optional<RecordKey> key(String uri) {
    try {
      return AtUri.parse(uri).rkey();
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<Digest> digest(RecordKey key) {
    for (Digest.Algorithm algorithm : Digest.Algorithm.values()) {
      Optional<Digest> digest = Fields.digest(algorithm.prefix() + ":" + key);
      if (digest.isPresent()) {
        return digest;
      }
    }
    return Optional.empty();
  }

  /** Whether it is this tag of this repository. */
  public boolean is(RepositoryName name, Tag other) {
    return repository.equals(name) && tag.equals(other);
  }

  /**
   * The record, of the newer generation.
   *
   * @param owner in whose repo it is
   */
  public DataMap toData(Did owner) {
    RecordKey manifest =
        switch (target) {
          case Target.ByDigest(Digest digest) -> ManifestRecord.rkey(digest);
          case Target.ByKey(RecordKey rkey) -> rkey;
        };
    return DataMap.builder()
        .put("$type", Nsids.TAG.toString())
        .put("repository", repository.toString())
        .put("tag", tag.toString())
        .put("manifest", AtUri.of(owner, Nsids.MANIFEST, manifest).toString())
        .putIfPresent("updatedAt", movedAt)
        .build();
  }
}
