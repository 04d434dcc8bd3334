package dev.orlop.hold.app.backup;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarBlock;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.SnapshotRevs;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.Commit;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A repo of a backup as the first group of a new log: the same tree under a new commit.
 *
 * @param car the repo, which was verified
 * @param old its commit there
 * @param rev of the new commit
 * @param timeMicros when it is made, microseconds since 1970
 * @param blobs those that its records refer to, by their paths
 */
record RestoredRepo(
    Path car,
    Did did,
    Commit old,
    SigningKey key,
    Tid rev,
    long timeMicros,
    Map<RepoPath, Set<Cid>> blobs)
    implements RepoLog.SnapshotSource {
  @Override
  public Trailer writeTo(RepoLog.BlockSink sink) throws IOException {
    byte[] oldBlock = old.encode();
    Cid oldCid = Cid.hash(Cid.Codec.DAG_CBOR, oldBlock);
    int blocks = 1;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(car), 1 << 16);
        CarReader reader = new CarReader(in, CarLimits.DEFAULT)) {
      CarBlock block;
      while ((block = reader.next()) != null) {
        if (!block.cid().equals(oldCid)) {
          blocks += sink.accept(block.cid(), block.data()) ? 1 : 0;
        }
      }
    }
    Commit commit = Commit.sign(did, rev, old.data(), key);
    byte[] encoded = commit.encode();
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, encoded);
    sink.accept(cid, encoded);
    return new Trailer(
        timeMicros,
        timeMicros,
        cid,
        rev,
        old.data(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of(),
        blobs,
        Optional.of(SnapshotRevs.of(Collections.nCopies(blocks, rev))),
        0);
  }
}
