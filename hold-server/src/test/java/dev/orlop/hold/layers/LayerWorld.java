package dev.orlop.hold.layers;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.Followers;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import dev.orlop.testkit.ClockAt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A hold's repo in a folder, and an index that follows it. */
final class LayerWorld implements AutoCloseable {
  static final Did HOLD = Did.parse("did:web:hold.example.com");
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final Did BOB = Did.parse("did:web:bob.example.com");
  private static final Datetime NOW = Datetime.parse("2026-11-21T12:00:00Z");

  final LayerIndex index = new LayerIndex();
  private final Followers followers = new Followers();
  final Repo repo;
  private final MvRepoIndex records;
  private final Repos repos;

  LayerWorld(Path folder) {
    followers.add(index);
    records = MvRepoIndex.openFile(folder.resolve("index"));
    repos =
        new Repos(
            folder.resolve("repos"),
            records,
            Repos.Settings.DEFAULT,
            new ClockAt("2026-11-21T12:00:00Z"),
            followers);
    repo = repos.open(HOLD, SigningKey.generate(KeyType.K256));
    followers.load(repo);
  }

  /** An index that was not there when the records were written. */
  LayerIndex loaded() {
    LayerIndex fresh = new LayerIndex();
    fresh.load(repo);
    return fresh;
  }

  static Digest digest(String content) {
    return Digest.hash(Digest.Algorithm.SHA256, content.getBytes(StandardCharsets.UTF_8));
  }

  static AtUri manifest(Did owner, String name) {
    return AtUri.of(owner, Nsids.MANIFEST, RecordKey.parse(digest(name).hex()));
  }

  static LayerRecord layer(
      Did user, String repository, String manifest, String blob, LayerRecord.Role role) {
    return new LayerRecord(
        digest(blob),
        blob.length(),
        "application/octet-stream",
        Optional.of(manifest(user, manifest)),
        user,
        Optional.of(repository),
        role,
        false,
        NOW);
  }

  static RepoPath path(String key) {
    return new RepoPath(Nsids.HOLD_LAYER, RecordKey.parse(key));
  }

  void put(String key, LayerRecord record) {
    put(key, record.toData());
  }

  void put(String key, DataMap record) {
    commit(new RecordWrite.Put(path(key), DagCbor.encode(record)));
  }

  void delete(String key) {
    commit(new RecordWrite.Delete(path(key)));
  }

  void commit(RecordWrite... writes) {
    repo.commit(CommitRequest.of(List.of(writes)));
  }

  @Override
  public void close() {
    repos.close();
    records.close();
  }
}
