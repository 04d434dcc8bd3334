package dev.orlop.hold.store.car;

import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.Trailer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups as bytes that are to be appended at one place of a segment, all of them at once. */
final class GroupLayout {
  private final int segment;
  private final long end;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
  private final List<Group> groups = new ArrayList<>();

  /** Lays groups out for the end of {@code tail}. */
  GroupLayout(SegmentTail tail) {
    this.segment = tail.number();
    this.end = tail.end();
  }

  void add(RepoLog.Append append) throws IOException {
    LogPosition start = SegmentFolder.position(segment, end + bytes.size());
    CarWriter writer = CarWriter.append(bytes);
    Map<Cid, BlockLocation> blocks = write(append.blocks(), writer);
    Map<Cid, BlockLocation> proof = write(append.proof(), writer);
    byte[] trailer = append.trailer().encode(end);
    writer.write(Trailer.cidOf(trailer), trailer);
    groups.add(
        new Group(
            append.trailer(), blocks, proof, start, new LogPosition(segment, end + bytes.size())));
  }

  private Map<Cid, BlockLocation> write(Map<Cid, byte[]> blocks, CarWriter writer)
      throws IOException {
    Map<Cid, BlockLocation> locations = new LinkedHashMap<>();
    for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
      byte[] data = block.getValue();
      writer.write(block.getKey(), data);
      long position = end + bytes.size() - data.length;
      locations.put(block.getKey(), new BlockLocation(segment, position, data.length));
    }
    return locations;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  List<Group> groups() {
    return List.copyOf(groups);
  }
}
