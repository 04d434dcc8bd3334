package dev.orlop.hold.store.car;

import dev.orlop.car.CarWriter;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.StoreDamagedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The names of the files of one repo's log. */
final class SegmentFolder {
  private static final String SUFFIX = ".car";
  private static final String TEMPORARY = ".car.tmp";

  /** What a segment begins with: a CAR without roots, since its last commit is not known yet. */
  private static final byte[] HEADER = encodeHeader();

  private final Disk disk;
  private final Path folder;

  SegmentFolder(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  private static byte[] encodeHeader() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CarWriter unused = new CarWriter(out, List.of());
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] header() {
    return HEADER.clone();
  }

  static int headerBytes() {
    return HEADER.length;
  }

  /** The position between two groups; the first of a segment begins at 0, wherever it lies. */
  static LogPosition position(int segment, long offset) {
    return new LogPosition(segment, offset <= HEADER.length ? 0 : offset);
  }

  Path path() {
    return folder;
  }

  Path path(int number) {
    return folder.resolve("%08d%s".formatted(number, SUFFIX));
  }

  Path temporary(int number) {
    return folder.resolve("%08d%s".formatted(number, TEMPORARY));
  }

  /** Makes a segment that holds its header and nothing else, on disk with its name. */
  void create(int number) throws IOException {
    // Whatever bears the name is a creation that failed: numbers in use are below this one.
    try (FileChannel channel =
        disk.open(
            path(number),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      disk.write(channel, ByteBuffer.wrap(HEADER), 0);
      disk.force(channel);
    }
    disk.forceDirectory(folder);
  }

  /**
   * The numbers of the segments that count, ascending. Deletes what a compaction left: its
   * temporary file, and the segments that it replaced.
   *
   * @throws StoreDamagedException if one in the middle is missing
   */
  List<Integer> numbers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> file.toString().endsWith(TEMPORARY)).forEach(disk::delete);
    }
    List<Integer> numbers = numbersAsTheyAre();
    dropObsolete(numbers);
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i) != numbers.get(i - 1) + 1) {
        throw new StoreDamagedException(
            path(numbers.get(i - 1) + 1) + " is missing; restore it from a backup");
      }
    }
    return numbers;
  }

  /** The numbers of all segments, ascending, of those that do not count as well. */
  List<Integer> numbersAsTheyAre() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.matches("\\d{8}\\.car")) {
          numbers.add(Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())));
        }
      }
    }
    return numbers;
  }

  private void dropObsolete(List<Integer> numbers) throws IOException {
    if (numbers.isEmpty()) {
      return;
    }
    int first = numbers.getFirst();
    for (int number : numbers) {
      if (number > first
          && Files.size(path(number)) > headerBytes()
          && beginsWithSnapshot(number)) {
        first = number;
      }
    }
    int keep = first;
    numbers.stream().filter(number -> number < keep).forEach(number -> disk.delete(path(number)));
    numbers.removeIf(number -> number < keep);
  }

  private boolean beginsWithSnapshot(int number) throws IOException {
    try (GroupReader reader = new GroupReader(number, path(number))) {
      return reader.next().map(group -> group.trailer().snapshot().isPresent()).orElse(false);
    }
  }

  /** Forces the names. */
  void force() {
    disk.forceDirectory(folder);
  }

  void delete(Path file) {
    disk.delete(file);
  }
}
