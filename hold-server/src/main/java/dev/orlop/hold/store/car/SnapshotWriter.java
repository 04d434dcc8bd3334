package dev.orlop.hold.store.car;

import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Trailer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes a segment that holds a whole repo as one group. */
final class SnapshotWriter {
  private SnapshotWriter() {}

  /**
   * Writes the file and forces it to disk.
   *
   * @param locations is filled with where each block lies
   * @return the size of the file
   */
  static long write(
      Path file,
      int segment,
      RepoLog.SnapshotBlocks blocks,
      Trailer trailer,
      Map<Cid, BlockLocation> locations)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      CountingOutputStream out =
          new CountingOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
      CarWriter writer = new CarWriter(out, List.of());
      blocks.forEach(
          (cid, block) -> {
            if (locations.containsKey(cid)) {
              return;
            }
            writer.write(cid, block);
            locations.put(
                cid, new BlockLocation(segment, out.count() - block.length, block.length));
          });
      CrashPoint.COMPACTION_HALF_WRITTEN.reached();
      byte[] encoded = trailer.encode();
      writer.write(Cid.hash(Cid.Codec.DAG_CBOR, encoded), encoded);
      out.flush();
      channel.force(true);
      return out.count();
    }
  }
}
