package dev.orlop.bench.scale;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.mst.RecordWrite;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a commit of one record costs in repos of 10^3, 10^4, ... records, each forced to disk:
 * arguments are a folder and the largest number of records. A line of JSON for each size.
 */
public final class Growth {
  private static final Did OWNER = Did.parse("did:web:hold.example.com");
  private static final Nsid COLLECTION = Nsid.parse("io.atcr.hold.layer");
  private static final int BATCH = 200;
  private static final int COMMITS = 500;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Repo repo;
  private long records;

  private Growth(Repo repo) {
    this.repo = repo;
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    long most = Long.parseLong(args[1]);
    try (MvRepoIndex index = MvRepoIndex.openFile(folder.resolve("index"));
        Repos repos =
            new Repos(
                folder.resolve("repos"),
                index,
                Repos.Settings.DEFAULT,
                InstantSource.system(),
                (_, _) -> {})) {
      Growth growth = new Growth(repos.open(OWNER, SigningKey.generate(KeyType.K256)));
      for (long size = 1000; size <= most; size *= 10) {
        growth.fill(size);
        System.out.println(growth.measure(folder));
      }
    }
  }

  private void fill(long size) {
    while (records < size) {
      List<RecordWrite> writes = new ArrayList<>();
      while (writes.size() < BATCH && records < size) {
        writes.add(write());
      }
      commit(writes);
    }
  }

  /** Anywhere in the tree, which costs more than at its end. */
  private RecordWrite write() {
    records++;
    RecordKey key = RecordKey.parse(Long.toUnsignedString(random.nextLong(), 36));
    DataMap layer =
        DataMap.builder()
            .put("$type", COLLECTION.toString())
            .put("digest", "sha256:" + Long.toHexString(random.nextLong()).repeat(4))
            .put("size", random.nextInt(1 << 20))
            .put("manifest", "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/io.atcr.manifest/" + records)
            .build();
    return new RecordWrite.Put(new RepoPath(COLLECTION, key), DagCbor.encode(layer));
  }

  private void commit(List<RecordWrite> writes) {
    if (!(repo.commit(CommitRequest.of(writes)) instanceof CommitResult.Committed)) {
      throw new IllegalStateException("a commit was refused");
    }
  }

  private String measure(Path folder) throws IOException {
    for (int i = 0; i < COMMITS; i++) {
      commit(List.of(write()));
    }
    long before = repo.logBytes();
    long[] nanos = new long[COMMITS];
    for (int i = 0; i < COMMITS; i++) {
      List<RecordWrite> one = List.of(write());
      long from = System.nanoTime();
      commit(one);
      nanos[i] = System.nanoTime() - from;
    }
    long bytes = (repo.logBytes() - before) / COMMITS;
    Arrays.sort(nanos);
    long from = System.nanoTime();
    repo.export(OutputStream.nullOutputStream());
    long export = System.nanoTime() - from;
    return """
    {"records":%d,"commitMicros":%d,"commitMicros99":%d,"logBytesPerCommit":%d,\
    "logBytes":%d,"indexBytes":%d,"exportMillis":%d}"""
        .formatted(
            records,
            nanos[COMMITS / 2] / 1000,
            nanos[COMMITS * 99 / 100] / 1000,
            bytes,
            repo.logBytes(),
            size(folder.resolve("index")),
            export / 1_000_000);
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
