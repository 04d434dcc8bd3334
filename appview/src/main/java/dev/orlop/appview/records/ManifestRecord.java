package dev.orlop.appview.records;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code io.atcr.manifest}: a manifest in the repo of its owner.
 *
 * @param digest of its bytes
 * @param hold that has its blobs; older records may name none
 * @param artifactType what the artifact is, if that is more than the media type of its config
 * @param children of an index
 * @param bytes the manifest; older records have none
 */
public record ManifestRecord(
    RepositoryName repository,
    Digest digest,
    String mediaType,
    Optional<HoldRef> hold,
    Optional<Datetime> createdAt,
    Optional<String> artifactType,
    Optional<Descriptor> config,
    List<Descriptor> layers,
    List<Descriptor> children,
    Optional<Descriptor> subject,
    Map<String, String> annotations,
    Optional<BlobRef> bytes) {
  /** Copies the collections. */
  public ManifestRecord {
    layers = List.copyOf(layers);
    children = List.copyOf(children);
    annotations = Map.copyOf(annotations);
  }

  /**
   * The record of a manifest.
   *
   * @param hold that has its blobs
   * @param bytes the blob with exactly the manifest's bytes
   */
  public static ManifestRecord of(
      RepositoryName repository, Manifest manifest, Did hold, BlobRef bytes, Instant now) {
    return new ManifestRecord(
        repository,
        manifest.digest(),
        manifest.mediaType(),
        Optional.of(new HoldRef.ByDid(hold.canonical())),
        Optional.of(Datetime.of(now)),
        // An image's is the media type of its config, which is there already.
        manifest
            .artifactType()
            .filter(type -> !type.equals(manifest.config().map(Descriptor::mediaType).orElse(""))),
        manifest.config(),
        manifest.layers(),
        manifest.children(),
        manifest.subject(),
        manifest.annotations(),
        Optional.of(bytes));
  }

  /** Under which key the record of a manifest is; older records may be under another. */
  public static RecordKey rkey(Digest digest) {
    return new RecordKey(digest.hex());
  }

  /** Under which key a repository has its own record, when another of the account has the usual. */
  public static RecordKey rkey(Digest digest, RepositoryName repository) {
    return new RecordKey(digest.hex() + "~" + repository.value().replace('/', '~'));
  }

  /**
   * Reads a record of either generation.
   *
   * @throws UnusableRecordException without a repository, a digest or a media type
   */
  public static ManifestRecord of(DataMap record) {
    return new ManifestRecord(
        Fields.repository(record),
        Fields.digest(Fields.text(record, "digest"))
            .orElseThrow(() -> Fields.unusable(record, "whose digest is none")),
        mediaType(record),
        hold(record),
        Fields.datetime(record, "createdAt"),
        record.text("artifactType"),
        Descriptors.readOne(record, "config"),
        Descriptors.read(record, "layers"),
        Descriptors.read(record, "manifests"),
        Descriptors.readOne(record, "subject"),
        Fields.texts(record, "annotations"),
        Fields.blob(record, "manifestBlob"));
  }

  /** It will stand in a header. */
  private static String mediaType(DataMap record) {
    String type = Fields.text(record, "mediaType");
    if (!MediaTypes.isMediaType(type)) {
      throw Fields.unusable(record, "whose mediaType is none");
    }
    return type;
  }

  private static Optional<HoldRef> hold(DataMap record) {
    return record
        .text("holdDid")
        .flatMap(HoldRef::parse)
        .or(() -> record.text("holdEndpoint").flatMap(HoldRef::parse));
  }

  /** The same with other annotations. */
  public ManifestRecord withAnnotations(Map<String, String> others) {
    return new ManifestRecord(
        repository,
        digest,
        mediaType,
        hold,
        createdAt,
        artifactType,
        config,
        layers,
        children,
        subject,
        others,
        bytes);
  }

  /** Whether it is this manifest, as one of this repository. */
  public boolean is(RepositoryName name, Digest manifest) {
    return repository.equals(name) && digest.equals(manifest);
  }

  /** Whether a blob is the config or a layer of it. */
  public boolean has(Digest blob) {
    return config.filter(one -> one.digest().equals(blob)).isPresent()
        || layers.stream().anyMatch(one -> one.digest().equals(blob));
  }

  /** The record, of the newer generation. */
  public DataMap toData() {
    DataMap.Builder record =
        DataMap.builder()
            .put("$type", Nsids.MANIFEST.toString())
            .put("repository", repository.toString())
            .put("digest", digest.toString())
            .put("mediaType", mediaType)
            .put("schemaVersion", 2)
            .putIfPresent("createdAt", createdAt)
            .putIfPresent("holdDid", hold.flatMap(HoldRef::asDid))
            .putIfPresent("artifactType", artifactType);
    config.ifPresent(one -> record.put("config", Descriptors.write(one)));
    subject.ifPresent(one -> record.put("subject", Descriptors.write(one)));
    putAll(record, "layers", layers);
    putAll(record, "manifests", children);
    if (!annotations.isEmpty()) {
      DataMap.Builder texts = DataMap.builder();
      annotations.forEach(texts::put);
      record.put("annotations", texts.build());
    }
    bytes.ifPresent(blob -> record.put("manifestBlob", blob.toData()));
    return record.build();
  }

  private static void putAll(DataMap.Builder record, String name, List<Descriptor> descriptors) {
    if (!descriptors.isEmpty()) {
      List<? extends DataValue> items = descriptors.stream().map(Descriptors::write).toList();
      record.put(name, items);
    }
  }
}
