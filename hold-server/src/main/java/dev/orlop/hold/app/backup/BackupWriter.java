package dev.orlop.hold.app.backup;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RepoCare;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.blob.s3.S3BlobStore;
import dev.orlop.hold.blob.s3.S3Settings;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.RepoSalvage;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.car.LogScan;
import dev.orlop.mst.RepoExporter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes backups; the server may run meanwhile. */
public final class BackupWriter {
  private static final int PAGE = 1000;
  private static final String IMAGES = "blobs.tsv";
  private static final String RECORDS = "record-blobs.tsv";

  private final HoldConfig config;
  private final boolean secrets;
  private final BackupZip zip;

  private BackupWriter(HoldConfig config, boolean secrets, BackupZip zip) {
    this.config = config;
    this.secrets = secrets;
    this.zip = zip;
  }

  /**
   * Writes a backup.
   *
   * @param passphrase with which all is encrypted; without one, keys and accounts are left out
   * @param out stays open
   * @throws StoreDamagedException if a repo is damaged: a backup of it would replace a better one
   */
  public static BackupContents write(
      HoldConfig config, InstantSource clock, Optional<Passphrase> passphrase, OutputStream out)
      throws IOException {
    RepoCare.requireFolder(config);
    if (passphrase.isEmpty()) {
      return write(config, clock.instant(), false, out);
    }
    try (OutputStream encrypted = passphrase.get().encrypt(out)) {
      return write(config, clock.instant(), true, encrypted);
    }
  }

  private static BackupContents write(
      HoldConfig config, Instant now, boolean secrets, OutputStream out) throws IOException {
    try (BackupZip zip = new BackupZip(out)) {
      return new BackupWriter(config, secrets, zip).write(now);
    }
  }

  private BackupContents write(Instant now) throws IOException {
    file(HoldConfig.FILE);
    file("relays");
    if (secrets) {
      folder("keys");
      folder("accounts");
    }
    List<BackupContents.RepoLine> repos = new ArrayList<>();
    for (Path log : RepoCare.logs(config)) {
      repos.add(repo(RepoCare.did(log), log));
    }
    folder("record-blobs/holders");
    long count = listAllBlobs();
    BackupContents contents =
        new BackupContents(now, config.publicUrl(), secrets, repos, count, zip.entries());
    zip.add(BackupContents.NAME, out -> out.write(contents.encode()));
    return contents;
  }

  private void file(String name) throws IOException {
    Path file = config.folder().resolve(name);
    if (Files.isRegularFile(file)) {
      zip.addFile(name, file);
    }
  }

  private void folder(String name) throws IOException {
    Path folder = config.folder().resolve(name);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(BackupWriter::isWhole).sorted().toList()) {
        zip.addFile(name + "/" + folder.relativize(file).toString().replace('\\', '/'), file);
      }
    }
  }

  private static boolean isWhole(Path file) {
    return Files.isRegularFile(file) && !file.toString().endsWith(".tmp");
  }

  private BackupContents.RepoLine repo(Did did, Path log) throws IOException {
    try (LogScan scan = LogScan.of(log)) {
      RepoSalvage.Findings found = RepoSalvage.examine(did, scan);
      if (!found.isSound()) {
        throw new StoreDamagedException(
            "the repo of " + did + " is damaged; see: orlop repo check");
      }
      zip.add(
          "repos/" + did + ".car",
          out ->
              RepoExporter.write(out, cid -> scan.block(cid).orElse(null), found.head().commit()));
      return new BackupContents.RepoLine(
          did, found.head().commit(), found.head().rev(), found.records().size());
    }
  }

  /** What is behind a digest, in order, and how much of it. */
  @FunctionalInterface
  private interface Listing {
    List<StoredBlob> page(Optional<Digest> after, int limit);
  }

  private static Listing inFolder(Path store) {
    return (after, limit) -> FileBlobStore.list(store, after, limit);
  }

  private long listAllBlobs() throws IOException {
    Optional<S3Settings> s3 = config.storage().s3();
    if (s3.isEmpty()) {
      return listBlobs(IMAGES, inFolder(config.storage().folder()))
          + listBlobs(RECORDS, inFolder(config.recordBlobs()));
    }
    try (S3BlobStore bucket = S3BlobStore.open(s3.get())) {
      return listBlobs(IMAGES, bucket::list)
          + listBlobs(RECORDS, bucket.apart(HoldConfig.RECORD_BLOBS)::list);
    }
  }

  private long listBlobs(String name, Listing store) throws IOException {
    long[] count = new long[1];
    zip.add(
        name,
        out -> {
          Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          Optional<Digest> after = Optional.empty();
          List<StoredBlob> page;
          do {
            page = store.page(after, PAGE);
            for (StoredBlob blob : page) {
              lines.write(blob.digest() + "\t" + blob.size() + "\n");
              after = Optional.of(blob.digest());
              count[0]++;
            }
          } while (page.size() == PAGE);
          lines.flush();
        });
    return count[0];
  }
}
