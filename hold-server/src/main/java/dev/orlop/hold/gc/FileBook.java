package dev.orlop.hold.gc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.orlop.hold.disk.AppendedFile;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A book whose pages are files of a folder, {@code candidates} and {@code run}; of one process. */
public final class FileBook implements GcBook {
  /** The longest last line that anybody asks for. */
  private static final int END_BYTES = 200;

  private final Path folder;
  private final Disk disk;

  /** In a folder, which is made if it is not there. */
  public FileBook(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
    disk.createDirectories(folder);
  }

  private Path file(Page page) {
    return folder.resolve(page.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Optional<Alone> tryAlone() {
    return Optional.of(() -> {});
  }

  @Override
  public Stream<String> lines(Page page) {
    try {
      Path file = file(page);
      return Files.exists(file) ? lines(Files.newBufferedReader(file, US_ASCII)) : Stream.of();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static Stream<String> lines(BufferedReader reader) {
    return reader
        .lines()
        .onClose(
            () -> {
              try {
                reader.close();
              } catch (IOException e) {
                throw failed(e);
              }
            });
  }

  private static DiskException failed(IOException e) {
    return new DiskException("read what the collector wrote", e);
  }

  @Override
  public Optional<String> last(Page page) {
    Path file = file(page);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(END_BYTES, in.size()));
      long from = in.size() - end.capacity();
      while (end.hasRemaining() && in.read(end, from + end.position()) >= 0) {
        // until it is all there
      }
      return new String(end.array(), US_ASCII).lines().reduce((_, last) -> last);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void append(Page page, String lines, boolean force) {
    try (AppendedFile file = new AppendedFile(file(page), disk)) {
      file.append(lines.getBytes(US_ASCII));
      if (force) {
        file.force();
      }
    }
  }

  @Override
  public void mend(Page page) {
    if (Files.exists(file(page))) {
      try (AppendedFile file = new AppendedFile(file(page), disk)) {
        file.endAt(wholeLines(file(page)));
        file.cut();
      }
    }
  }

  private static long wholeLines(Path file) {
    long whole = 0;
    long at = 0;
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int read = in.read(); read >= 0; read = in.read()) {
        at++;
        whole = read == '\n' ? at : whole;
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return whole;
  }

  @Override
  public void remove(Page page) {
    disk.delete(file(page));
  }

  @Override
  public Draft rewrite(Page page) {
    Path next = folder.resolve(file(page).getFileName() + ".next");
    AppendedFile file = new AppendedFile(next, disk);
    file.endAt(0);
    file.cut();
    return new FileDraft(file, next, file(page), disk);
  }

  private record FileDraft(AppendedFile file, Path next, Path place, Disk disk) implements Draft {
    @Override
    public void append(String lines) {
      file.append(lines.getBytes(US_ASCII));
    }

    @Override
    public void finish() {
      file.force();
      file.close();
      disk.move(next, place);
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
