package dev.orlop.appview.manifests;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.pds.Listed;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.records.UnusableRecordException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The records of manifests and tags, as values. What is none is passed over; what cannot be read
 * just now is refused with UNAVAILABLE.
 */
final class OwnerRecords {
  private static final Logger LOG = System.getLogger(OwnerRecords.class.getName());

  /** What was read lately; by the very record, of which memory hands out the same one again. */
  private static final int MAX_READ = 20_000;

  private final UserRepos repos;
  private final Cache<DataMap, Optional<ManifestRecord>> manifestsRead = readLately();
  private final Cache<DataMap, Optional<TagRecord>> tagsRead = readLately();

  private static <T> Cache<DataMap, Optional<T>> readLately() {
    return Caffeine.newBuilder().weakKeys().maximumSize(MAX_READ).build();
  }

  OwnerRecords(UserRepos repos) {
    this.repos = repos;
  }

  Optional<ManifestRecord> manifest(Did owner, RecordKey rkey) {
    return required(repos.record(owner, Nsids.MANIFEST, rkey))
        .flatMap(record -> manifest(owner, rkey, record));
  }

  Optional<TagRecord> tag(Did owner, RecordKey rkey) {
    return required(repos.record(owner, Nsids.TAG, rkey))
        .flatMap(record -> tag(owner, rkey, record));
  }

  private Optional<ManifestRecord> manifest(Did owner, RecordKey rkey, DataMap record) {
    return manifestsRead.get(
        record, _ -> usable(owner, Nsids.MANIFEST, rkey, record, ManifestRecord::of));
  }

  private Optional<TagRecord> tag(Did owner, RecordKey rkey, DataMap record) {
    return tagsRead.get(record, _ -> usable(owner, Nsids.TAG, rkey, record, TagRecord::of));
  }

  List<ManifestRecord> manifests(Did owner) {
    return required(repos.list(owner, Nsids.MANIFEST)).orElse(List.of()).stream()
        .flatMap(one -> manifest(owner, one.rkey(), one.value()).stream())
        .toList();
  }

  List<TagRecord> tags(Did owner) {
    return required(repos.list(owner, Nsids.TAG)).orElse(List.of()).stream()
        .flatMap(one -> tag(owner, one.rkey(), one.value()).stream())
        .toList();
  }

  /** When what is answered was read, if the owner's server cannot be asked any more. */
  Optional<Instant> unheardSince(Did owner) {
    return Stream.of(Nsids.MANIFEST, Nsids.TAG)
        .flatMap(collection -> repos.unheardSince(owner, collection).stream())
        .min(Comparator.naturalOrder());
  }

  /** Past all memory; with the records as they are, for who will write them again. */
  List<Kept<ManifestRecord>> manifestsNow(Did owner) {
    return kept(owner, Nsids.MANIFEST, repos.listNow(owner, Nsids.MANIFEST), ManifestRecord::of);
  }

  /** Past all memory. */
  List<Kept<TagRecord>> tagsNow(Did owner) {
    return kept(owner, Nsids.TAG, repos.listNow(owner, Nsids.TAG), TagRecord::of);
  }

  /** The record of a manifest as it is, past all memory; also one that is of no use. */
  Optional<DataMap> manifestNow(Did owner, RecordKey rkey) {
    return required(repos.recordNow(owner, Nsids.MANIFEST, rkey));
  }

  /** Past all memory. */
  Optional<TagRecord> tagNow(Did owner, RecordKey rkey) {
    return required(repos.recordNow(owner, Nsids.TAG, rkey))
        .flatMap(record -> usable(owner, Nsids.TAG, rkey, record, TagRecord::of));
  }

  void forget(Did owner, Nsid collection, RecordKey rkey) {
    repos.forget(owner, collection, rkey);
  }

  void forgetList(Did owner, Nsid collection) {
    repos.forgetList(owner, collection);
  }

  private static <T> List<Kept<T>> kept(
      Did owner, Nsid collection, Fetched<List<Listed>> list, Function<DataMap, T> read) {
    return required(list).orElse(List.of()).stream()
        .flatMap(
            one ->
                usable(owner, collection, one.rkey(), one.value(), read).stream()
                    .map(value -> new Kept<>(one.rkey(), one.value(), value)))
        .toList();
  }

  private static <T> Optional<T> usable(
      Did owner, Nsid collection, RecordKey rkey, DataMap record, Function<DataMap, T> read) {
    try {
      return Optional.of(read.apply(record));
    } catch (UnusableRecordException e) {
      LOG.log(
          Level.DEBUG,
          "passed over at://{0}/{1}/{2}: {3}",
          owner,
          collection,
          rkey,
          e.getMessage());
      return Optional.empty();
    }
  }

  static <T> Optional<T> required(Fetched<T> fetched) {
    return switch (fetched) {
      case Fetched.Found<T>(T value) -> Optional.of(value);
      case Fetched.Absent<T>() -> Optional.empty();
      case Fetched.Unavailable<T>(String reason, var pause) ->
          throw OciError.UNAVAILABLE.exception(reason).retryAfter(pause);
    };
  }
}
