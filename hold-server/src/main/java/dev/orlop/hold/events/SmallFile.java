package dev.orlop.hold.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.hold.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/** A file of a few lines that is replaced as a whole; its last line is a checksum. */
final class SmallFile {
  private final Disk disk;
  private final Path folder;
  private final Path path;

  SmallFile(Disk disk, Path folder, String name) {
    this.disk = disk;
    this.folder = folder;
    this.path = folder.resolve(name);
  }

  /** Replaces it; it is on disk when the call returns. */
  void write(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    text.append(checksum(lines)).append('\n');
    Path temporary = folder.resolve(path.getFileName() + ".tmp");
    try (FileChannel channel =
        disk.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      disk.write(channel, ByteBuffer.wrap(text.toString().getBytes(UTF_8)), 0);
      disk.force(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    disk.move(temporary, path);
    disk.forceDirectory(folder);
  }

  private static String checksum(List<String> lines) {
    CRC32C crc = new CRC32C();
    lines.forEach(line -> crc.update(line.getBytes(UTF_8)));
    return "crc32c %08x".formatted(crc.getValue());
  }

  /** Its lines; none if it is not there, or is not whole. */
  List<String> read() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    List<String> lines = Files.readAllLines(path);
    boolean whole =
        !lines.isEmpty() && lines.getLast().equals(checksum(lines.subList(0, lines.size() - 1)));
    return whole ? lines.subList(0, lines.size() - 1) : List.of();
  }
}
