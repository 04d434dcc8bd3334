package dev.orlop.hold.layers;

import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.hold.pds.records.LayerRecord;

/** One layer record. Its key is a TID, in nearly all of them, and kept as the number that it is. */
sealed class Layer {
  private final long key;
  final Manifest manifest;

  /** Of a child, too, which is nobody's share: one of its own, that no table knows. */
  final Share share;

  private final boolean artifact;
  private final LayerRecord.Role role;

  private Layer(long key, Manifest manifest, Share share, LayerRecord record) {
    this.key = key;
    this.manifest = manifest;
    this.share = share;
    this.artifact = record.artifact();
    this.role = record.role();
  }

  static Layer of(RecordKey key, Manifest manifest, Share share, LayerRecord record) {
    long number = number(key);
    return number >= 0
        ? new Layer(number, manifest, share, record)
        : new Odd(key, manifest, share, record);
  }

  /** A record that somebody wrote by hand, under a key of their own. */
  private static final class Odd extends Layer {
    private final RecordKey name;

    Odd(RecordKey name, Manifest manifest, Share share, LayerRecord record) {
      super(-1, manifest, share, record);
      this.name = name;
    }

    @Override
    RecordKey key() {
      return name;
    }
  }

  RecordKey key() {
    return RecordKey.of(new Tid(key));
  }

  boolean artifact() {
    return artifact;
  }

  LayerRecord.Role role() {
    return role;
  }

  /** Whether it is a use of a blob. */
  boolean usesBlob() {
    return role != LayerRecord.Role.MANIFEST;
  }

  KnownLayer toKnown() {
    return new KnownLayer(key(), share.blob.digest, role);
  }

  boolean has(RecordKey wanted) {
    long number = number(wanted);
    return number >= 0 ? number == key : key().equals(wanted);
  }

  int hash() {
    return key >= 0 ? Long.hashCode(key) : key().hashCode();
  }

  static int hash(RecordKey key) {
    long number = number(key);
    return number >= 0 ? Long.hashCode(number) : key.hashCode();
  }

  private static long number(RecordKey key) {
    if (key.value().length() != Tid.LENGTH) {
      return -1;
    }
    try {
      return Tid.parse(key.value()).value();
    } catch (InvalidSyntaxException e) {
      return -1;
    }
  }
}
