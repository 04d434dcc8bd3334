package dev.orlop.hold.app.backup;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a backup says of itself: its last entry, {@code backup.json}.
 *
 * @param created when
 * @param publicUrl of the hold
 * @param secrets whether keys and accounts are in it
 * @param repos each repo
 * @param blobs how many blobs the hold had
 * @param entries every other entry
 */
public record BackupContents(
    Instant created,
    URI publicUrl,
    boolean secrets,
    List<RepoLine> repos,
    long blobs,
    List<Entry> entries) {
  static final String NAME = "backup.json";

  private static final long VERSION = 1;

  /** One repo, and where it stood. */
  public record RepoLine(Did did, Cid commit, Tid rev, long records) {}

  /** One file in the backup. */
  public record Entry(String name, long size, Digest digest) {}

  /** Copies the lists. */
  public BackupContents {
    repos = List.copyOf(repos);
    entries = List.copyOf(entries);
  }

  byte[] encode() {
    return DataJson.write(
        DataMap.builder()
            .put("version", VERSION)
            .put("created", created.toString())
            .put("publicUrl", publicUrl.toString())
            .put("secrets", secrets)
            .put("repos", repos.stream().map(BackupContents::data).toList())
            .put("blobs", blobs)
            .put("entries", entries.stream().map(BackupContents::data).toList())
            .build());
  }

  private static DataMap data(RepoLine repo) {
    return DataMap.builder()
        .put("did", repo.did().toString())
        .put("commit", repo.commit().toString())
        .put("rev", repo.rev().toString())
        .put("records", repo.records())
        .build();
  }

  private static DataMap data(Entry entry) {
    return DataMap.builder()
        .put("name", entry.name())
        .put("size", entry.size())
        .put("digest", entry.digest().toString())
        .build();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is something else, or of a later version
   */
  static BackupContents decode(byte[] json) {
    try {
      DataMap map = DataJson.parse(json);
      if (map.integer("version").orElseThrow() != VERSION) {
        throw new IllegalArgumentException("a backup of another version of this program");
      }
      List<RepoLine> repos = new ArrayList<>();
      for (DataMap repo : maps(map, "repos")) {
        repos.add(
            new RepoLine(
                Did.parse(repo.text("did").orElseThrow()),
                Cid.parse(repo.text("commit").orElseThrow()),
                Tid.parse(repo.text("rev").orElseThrow()),
                repo.integer("records").orElseThrow()));
      }
      List<Entry> entries = new ArrayList<>();
      for (DataMap entry : maps(map, "entries")) {
        entries.add(
            new Entry(
                entry.text("name").orElseThrow(),
                entry.integer("size").orElseThrow(),
                Digest.parse(entry.text("digest").orElseThrow())));
      }
      return new BackupContents(
          Instant.parse(map.text("created").orElseThrow()),
          URI.create(map.text("publicUrl").orElseThrow()),
          map.bool("secrets").orElseThrow(),
          repos,
          map.integer("blobs").orElseThrow(),
          entries);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("not the list of a backup", e);
    }
  }

  private static List<DataMap> maps(DataMap map, String name) {
    List<DataMap> maps = new ArrayList<>();
    for (DataValue value : map.array(name).orElseThrow()) {
      if (value instanceof DataMap item) {
        maps.add(item);
      }
    }
    return maps;
  }
}
