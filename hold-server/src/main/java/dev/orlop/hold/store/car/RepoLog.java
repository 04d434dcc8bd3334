package dev.orlop.hold.store.car;

import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.Trailer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One repo's log. Opening it makes it whole; appending to it is durable when the call returns.
 *
 * <p>One thread at a time appends or compacts; reads go on meanwhile.
 */
public final class RepoLog implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(RepoLog.class.getName());
  private static final String SUFFIX = ".car";
  private static final String TEMPORARY = ".car.tmp";

  private final Path folder;
  private final long maxSegmentBytes;
  private final ConcurrentSkipListMap<Integer, SegmentFile> segments =
      new ConcurrentSkipListMap<>();

  /** Files that compaction has replaced, kept open for reads that began before it. */
  private final ConcurrentSkipListMap<Integer, SegmentFile> retired = new ConcurrentSkipListMap<>();

  private long end;
  private boolean broken;

  private RepoLog(Path folder, long maxSegmentBytes) {
    this.folder = folder;
    this.maxSegmentBytes = maxSegmentBytes;
  }

  /** Blocks and the trailer that goes behind them; the commit is the last of the blocks. */
  public record Append(Map<Cid, byte[]> blocks, Trailer trailer) {}

  /**
   * Opens a log, or begins one. Cuts off what a crash left at the end.
   *
   * @param known how far the index knows the log
   * @param replay is given the groups behind that, in order
   * @throws StoreDamagedException if the log is not as we wrote it
   */
  public static RepoLog open(
      Path folder, long maxSegmentBytes, LogPosition known, Consumer<Group> replay) {
    RepoLog log = new RepoLog(folder, maxSegmentBytes);
    try {
      Files.createDirectories(folder);
      log.openSegments(known, replay);
      return log;
    } catch (IOException e) {
      log.closeQuietly();
      throw new StoreFailedException("cannot open the repo log in " + folder, e);
    } catch (RuntimeException e) {
      log.closeQuietly();
      throw e;
    }
  }

  private void openSegments(LogPosition known, Consumer<Group> replay) throws IOException {
    List<Integer> numbers = numbers();
    if (numbers.isEmpty()) {
      begin(1);
      return;
    }
    dropObsolete(numbers);
    int last = numbers.getLast();
    for (int number : numbers) {
      Path path = path(number);
      SegmentFile segment = new SegmentFile(number, path);
      segments.put(number, segment);
      boolean tornHeader = number == last && segment.size() < headerSize();
      if (tornHeader) {
        // The process ended while it began the segment; nothing is in it yet.
        segments.remove(number).close();
        Files.delete(path);
        begin(number);
        return;
      }
      if (number < known.segment()) {
        continue;
      }
      readGroups(segment, known, replay, number == last);
    }
  }

  private void readGroups(
      SegmentFile segment, LogPosition known, Consumer<Group> replay, boolean last)
      throws IOException {
    long from = known.segment() == segment.number() ? known.offset() : 0;
    if (from > segment.size()) {
      throw new StoreDamagedException(
          segment.path() + " ends before what the index knows of it, at byte " + from);
    }
    try (GroupReader reader = new GroupReader(segment.number(), segment.path(), from)) {
      while (true) {
        var group = reader.next();
        if (group.isEmpty()) {
          break;
        }
        replay.accept(group.get());
      }
      long size = segment.size();
      if (reader.end() == GroupReader.End.TORN || reader.lastEnd() != size) {
        if (!last || Remainder.holdsSeveralTrailers(segment.path(), reader.lastEnd())) {
          throw new StoreDamagedException(
              segment.path()
                  + " is damaged at byte "
                  + reader.lastEnd()
                  + ", in a place that no crash explains; restore it from a backup");
        }
        cut(segment, reader.lastEnd(), size);
      }
      end = reader.lastEnd();
    }
  }

  /**
   * Cuts an unfinished group off, and keeps what is cut beside the segment: should it be more than
   * a crash left, nothing is lost.
   */
  private void cut(SegmentFile segment, long from, long to) throws IOException {
    Path aside = folder.resolve(segment.path().getFileName() + ".cut-" + from);
    LOGGER.log(
        System.Logger.Level.WARNING,
        "cutting {0} bytes of an unfinished commit off {1}, kept in {2}",
        to - from,
        segment.path(),
        aside.getFileName());
    try (FileChannel in = FileChannel.open(segment.path(), StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                aside,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      for (long at = from; at < to; ) {
        at += in.transferTo(at, to - at, out);
      }
      out.force(true);
    }
    segment.truncate(from);
  }

  /** Deletes what a compaction left: its temporary file, and the segments that it replaced. */
  private void dropObsolete(List<Integer> numbers) throws IOException {
    int first = numbers.getFirst();
    for (int number : numbers) {
      if (number > first
          && Files.size(path(number)) >= headerSize()
          && beginsWithSnapshot(number)) {
        first = number;
      }
    }
    for (int number : List.copyOf(numbers)) {
      if (number < first) {
        Files.delete(path(number));
        numbers.remove(Integer.valueOf(number));
      }
    }
  }

  private boolean beginsWithSnapshot(int number) throws IOException {
    try (GroupReader reader = new GroupReader(number, path(number))) {
      return reader.next().map(group -> group.trailer().snapshot()).orElse(false);
    }
  }

  private List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(TEMPORARY)) {
          Files.delete(file);
        } else if (name.matches("\\d{8}\\.car")) {
          numbers.add(Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())));
        }
      }
    }
    return numbers;
  }

  private Path path(int number) {
    return folder.resolve("%08d%s".formatted(number, SUFFIX));
  }

  /** Begins a segment: a CAR without roots, since its last commit is not known yet. */
  private void begin(int number) throws IOException {
    Path path = path(number);
    byte[] header = header();
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(header));
      channel.force(true);
    }
    forceFolder();
    segments.put(number, new SegmentFile(number, path));
    end = header.length;
  }

  static byte[] header() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter unused = new CarWriter(out, List.of());
    return out.toByteArray();
  }

  private static long headerSize() throws IOException {
    return header().length;
  }

  private void forceFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The position behind the last group. */
  public LogPosition end() {
    return new LogPosition(segments.lastKey(), end);
  }

  /**
   * Appends groups and forces them to disk, all at once.
   *
   * @return the groups as they lie in the log
   * @throws StoreFailedException if the disk refuses; the log is then as it was before
   */
  public List<Group> append(List<Append> appends) {
    if (broken) {
      throw new StoreFailedException(
          "the repo log is read-only since a write failed; restart when the disk is well",
          new IOException(folder.toString()));
    }
    try {
      if (end >= maxSegmentBytes) {
        begin(segments.lastKey() + 1);
      }
      SegmentFile segment = segments.lastEntry().getValue();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
      List<Group> groups = new ArrayList<>(appends.size());
      for (Append append : appends) {
        groups.add(writeGroup(append, bytes, segment.number(), end));
      }
      writeDurably(segment, bytes.toByteArray());
      return groups;
    } catch (IOException e) {
      throw new StoreFailedException("cannot append to the repo log in " + folder, e);
    }
  }

  private static Group writeGroup(
      Append append, ByteArrayOutputStream bytes, int segment, long base) throws IOException {
    CarWriter writer = CarWriter.append(bytes);
    Map<Cid, BlockLocation> locations = new LinkedHashMap<>();
    for (Map.Entry<Cid, byte[]> block : append.blocks().entrySet()) {
      byte[] data = block.getValue();
      writer.write(block.getKey(), data);
      long position = base + bytes.size() - data.length;
      locations.put(block.getKey(), new BlockLocation(segment, position, data.length));
    }
    byte[] trailer = append.trailer().encode();
    writer.write(Cid.hash(Cid.Codec.DAG_CBOR, trailer), trailer);
    return new Group(append.trailer(), locations, new LogPosition(segment, base + bytes.size()));
  }

  private void writeDurably(SegmentFile segment, byte[] bytes) throws IOException {
    try {
      int half = bytes.length / 2;
      segment.write(bytes, 0, half, end);
      CrashPoint.GROUP_HALF_WRITTEN.reached();
      segment.write(bytes, half, bytes.length - half, end + half);
      CrashPoint.GROUP_WRITTEN.reached();
      segment.force();
    } catch (IOException e) {
      undo(segment, e);
      throw e;
    }
    CrashPoint.GROUP_FORCED.reached();
    end += bytes.length;
  }

  private void undo(SegmentFile segment, IOException cause) {
    try {
      segment.truncate(end);
    } catch (IOException e) {
      // What lies behind the end now is unknown, so nothing may be appended to it.
      broken = true;
      cause.addSuppressed(e);
    }
  }

  /** The bytes of a block. */
  public byte[] read(BlockLocation location) {
    SegmentFile segment = segments.get(location.segment());
    if (segment == null) {
      segment = retired.get(location.segment());
    }
    if (segment == null) {
      throw new StoreDamagedException(
          "the index names segment "
              + location.segment()
              + " of "
              + folder
              + ", which is not there");
    }
    try {
      return segment.read(location);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + segment.path(), e);
    }
  }

  /**
   * Writes a new segment with one snapshot group and makes it the only one. The caller tells the
   * index between the two steps.
   *
   * @param blocks writes each live block, the commit last
   * @param indexed is given the group once it is durable, and returns once the index knows it
   */
  public void compact(SnapshotBlocks blocks, Trailer trailer, Consumer<Group> indexed) {
    int number = segments.lastKey() + 1;
    Path temporary = folder.resolve("%08d%s".formatted(number, TEMPORARY));
    try {
      Map<Cid, BlockLocation> locations = new LinkedHashMap<>();
      long size = SnapshotWriter.write(temporary, number, blocks, trailer, locations);
      CrashPoint.COMPACTION_WRITTEN.reached();
      Files.move(temporary, path(number), StandardCopyOption.ATOMIC_MOVE);
      forceFolder();
      segments.put(number, new SegmentFile(number, path(number)));
      end = size;
      CrashPoint.COMPACTION_RENAMED.reached();
      indexed.accept(new Group(trailer, locations, new LogPosition(number, size)));
      CrashPoint.COMPACTION_INDEXED.reached();
      retireBefore(number);
    } catch (IOException e) {
      throw new StoreFailedException("cannot compact the repo log in " + folder, e);
    }
  }

  /** Hands the live blocks of a repo over, one by one. */
  @FunctionalInterface
  public interface SnapshotBlocks {
    /** Calls {@code sink} for each block. */
    void forEach(BlockSink sink) throws IOException;
  }

  /** Takes blocks. */
  @FunctionalInterface
  public interface BlockSink {
    /** Takes one block. */
    void accept(Cid cid, byte[] block) throws IOException;
  }

  /** Unlinks replaced files. They stay readable until the next compaction, or the end. */
  private void retireBefore(int number) throws IOException {
    for (SegmentFile file : retired.values()) {
      file.close();
    }
    retired.clear();
    for (SegmentFile file : List.copyOf(segments.headMap(number).values())) {
      retired.put(file.number(), file);
      segments.remove(file.number());
      Files.delete(file.path());
    }
    forceFolder();
  }

  /** The bytes that all segments take on disk. */
  public long sizeOnDisk() {
    try {
      long size = 0;
      for (SegmentFile segment : segments.values()) {
        size += segment.size();
      }
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closeQuietly();
  }

  private void closeQuietly() {
    List<SegmentFile> all = new ArrayList<>(segments.values());
    all.addAll(retired.values());
    for (SegmentFile segment : all) {
      try {
        segment.close();
      } catch (IOException e) {
        LOGGER.log(System.Logger.Level.WARNING, "closing " + segment.path(), e);
      }
    }
  }
}
