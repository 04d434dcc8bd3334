package dev.orlop.hold.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.car.cid.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Goes through all blobs of a store that another registry filled, reads each and compares it with
 * its digest. What was done is written to a file, a line for each blob, and not done again.
 */
public final class Adoption {
  private static final int PAGE = 1000;
  private static final String DAMAGED = "damaged";

  /**
   * What a run came to, with what earlier runs had done.
   *
   * @param sound blobs that have their digest
   * @param bytes of those
   * @param damaged blobs that have not
   * @param earlier how many of all were read by earlier runs
   */
  public record Report(long sound, long bytes, long damaged, long earlier) {}

  /** Hears of each blob that was read. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A blob was read.
     *
     * @param sound whether it has its digest
     */
    void read(Digest digest, long size, boolean sound);
  }

  private final BlobStore store;
  private final Path progress;
  private final Listener listener;
  private long sound;
  private long bytes;
  private long damaged;

  /**
   * Of one store.
   *
   * @param progress the file in which it stands how far it is
   */
  public Adoption(BlobStore store, Path progress, Listener listener) {
    this.store = store;
    this.progress = progress;
    this.listener = listener;
  }

  /**
   * Goes on where the last run stopped, to the end.
   *
   * @param bytesPerSecond to read at most
   */
  public Report run(long bytesPerSecond) throws IOException {
    Optional<Digest> after = takeUp();
    long earlier = sound + damaged;
    try (Writer writer =
        Files.newBufferedWriter(
            progress, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      List<StoredBlob> page = store.list(after, PAGE);
      while (!page.isEmpty()) {
        for (StoredBlob blob : page) {
          look(blob, bytesPerSecond, writer);
        }
        page = store.list(Optional.of(page.getLast().digest()), PAGE);
      }
    }
    return new Report(sound, bytes, damaged, earlier);
  }

  private void look(StoredBlob blob, long bytesPerSecond, Writer writer) throws IOException {
    switch (store.verify(blob.digest(), bytesPerSecond)) {
      case BlobCheck.Sound(long size) -> {
        count(size, true);
        note(writer, blob.digest() + " " + size);
        listener.read(blob.digest(), size, true);
      }
      case BlobCheck.Damaged(_, long size) -> {
        count(size, false);
        note(writer, blob.digest() + " " + size + " " + DAMAGED);
        listener.read(blob.digest(), size, false);
      }
      case BlobCheck.Missing() -> {
        // Deleted since it was listed.
      }
    }
  }

  private void count(long size, boolean isSound) {
    if (isSound) {
      sound++;
      bytes += size;
    } else {
      damaged++;
    }
  }

  private static void note(Writer writer, String line) throws IOException {
    writer.write(line + "\n");
    writer.flush();
  }

  /** A line that a crash cut off is cut off. */
  private Optional<Digest> takeUp() throws IOException {
    if (!Files.exists(progress)) {
      return Optional.empty();
    }
    Optional<Digest> last = Optional.empty();
    long whole = 0;
    try (BufferedReader reader = Files.newBufferedReader(progress, UTF_8)) {
      String line = reader.readLine();
      long size = Files.size(progress);
      while (line != null && whole + line.length() + 1 <= size) {
        String[] words = line.split(" ", -1);
        last = Optional.of(Digest.parse(words[0]));
        count(Long.parseLong(words[1]), words.length == 2);
        whole += line.length() + 1;
        line = reader.readLine();
      }
    }
    cutTo(whole);
    return last;
  }

  private void cutTo(long size) throws IOException {
    try (var channel = Files.newByteChannel(progress, StandardOpenOption.WRITE)) {
      var _ = channel.truncate(size);
    }
  }
}
