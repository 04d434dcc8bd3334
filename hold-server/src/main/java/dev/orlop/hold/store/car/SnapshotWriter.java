package dev.orlop.hold.store.car;

import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.Trailer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a segment that holds a whole repo as one group. */
final class SnapshotWriter {
  private SnapshotWriter() {}

  /** Writes the file and forces it to disk. */
  static Group write(Disk disk, Path file, int segment, RepoLog.SnapshotSource source)
      throws IOException {
    try (FileChannel channel =
        disk.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      CountingOutputStream out =
          new CountingOutputStream(
              new BufferedOutputStream(new DiskOutputStream(disk, channel), 1 << 16));
      CarWriter writer = new CarWriter(out, List.of());
      Map<Cid, BlockLocation> locations = new LinkedHashMap<>();
      Trailer trailer =
          source.writeTo(
              (cid, block) -> {
                if (locations.containsKey(cid)) {
                  return false;
                }
                writer.write(cid, block);
                locations.put(
                    cid, new BlockLocation(segment, out.count() - block.length, block.length));
                return true;
              });
      CrashPoint.COMPACTION_HALF_WRITTEN.reached();
      byte[] encoded = trailer.encode(0);
      writer.write(Trailer.cidOf(encoded), encoded);
      out.flush();
      disk.force(channel);
      return new Group(
          trailer,
          locations,
          Map.of(),
          new LogPosition(segment, 0),
          new LogPosition(segment, out.count()));
    }
  }

  private static final class DiskOutputStream extends OutputStream {
    private final Disk disk;
    private final FileChannel channel;
    private long position;

    DiskOutputStream(Disk disk, FileChannel channel) {
      this.disk = disk;
      this.channel = channel;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      disk.write(channel, ByteBuffer.wrap(bytes, offset, length), position);
      position += length;
    }
  }
}
