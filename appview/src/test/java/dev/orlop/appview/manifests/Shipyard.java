package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.pds.FakePds;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/** Makes manifests, and the records of them and of tags, in one account's repo. */
public final class Shipyard {
  static final Did HOLD = Did.parse("did:web:hold.example.com");

  private final FakePds pds;
  private final Did owner;
  private final InstantSource clock;

  Shipyard(FakePds pds, Did owner, InstantSource clock) {
    this.pds = pds;
    this.owner = owner;
    this.clock = clock;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static Digest sha256(byte[] bytes) {
    return Digest.hash(Digest.Algorithm.SHA256, bytes);
  }

  private static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, sha256(content), content.length);
  }

  /** An image with one layer; {@code salt} makes it another one. */
  public static byte[] image(String salt) {
    return image(salt, "");
  }

  /** The same with more fields, each with a comma behind it. */
  static byte[] image(String salt, String fields) {
    return bytes(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",%s\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MediaTypes.OCI_IMAGE,
                fields,
                descriptor("application/vnd.oci.image.config.v1+json", bytes("config " + salt)),
                descriptor("application/vnd.oci.image.layer.v1.tar", layer(salt))));
  }

  /** The layer of {@link #image}. */
  static byte[] layer(String salt) {
    return bytes("layer " + salt);
  }

  public static byte[] index(byte[] child) {
    return bytes(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(MediaTypes.OCI_INDEX, descriptor(MediaTypes.OCI_IMAGE, child)));
  }

  /** An artifact that says something about an image. */
  public static byte[] artifact(byte[] subject, String type) {
    return image(
        type,
        "\"artifactType\":\"%s\",\"subject\":%s,\"annotations\":{\"note\":\"%s\"},"
            .formatted(type, descriptor(MediaTypes.OCI_IMAGE, subject), type));
  }

  ManifestRecord record(String repository, byte[] manifest) {
    Manifest parsed = Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, manifest);
    BlobRef blob = pds.putBlob(manifest, parsed.mediaType());
    return ManifestRecord.of(new RepositoryName(repository), parsed, HOLD, blob, clock.instant());
  }

  /** Keeps a manifest as the newer generation does. */
  Digest push(String repository, byte[] manifest) {
    ManifestRecord record = record(repository, manifest);
    put(ManifestRecord.rkey(record.digest()), record.toData());
    return record.digest();
  }

  void put(RecordKey rkey, DataMap manifest) {
    pds.put(owner, Nsids.MANIFEST, rkey, manifest);
  }

  void tag(String repository, String tag, Digest manifest) {
    RepositoryName name = new RepositoryName(repository);
    Tag text = new Tag(tag);
    putTag(
        TagRecord.rkey(name, text).value(),
        TagRecord.of(name, text, manifest, clock.instant()).toData(owner));
  }

  void putTag(String rkey, DataMap tag) {
    pds.put(owner, Nsids.TAG, new RecordKey(rkey), tag);
  }
}
