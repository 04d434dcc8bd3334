package dev.orlop.hold.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one upload.
 *
 * <pre>
 * uploads/
 *   0b8f0c9e-...-5d1f/      the upload's id
 *     session               whose, since when; see {@link Session}
 *     parts                 see {@link PartsLog}
 *     data                  the run
 *     part-3-17             part 3, sent out of order or again
 *     joined                all parts put together anew, when some of the run were replaced
 * </pre>
 */
final class SessionFolder {
  private static final String SESSION = "session";

  private final Path folder;
  private final Disk disk;

  SessionFolder(Path uploads, UploadId id, Disk disk) {
    this.folder = uploads.resolve(id.toString());
    this.disk = disk;
  }

  Path data() {
    return folder.resolve("data");
  }

  Path joined() {
    return folder.resolve("joined");
  }

  Path partsLog() {
    return folder.resolve("parts");
  }

  Path alone(int number, long serial) {
    return folder.resolve("part-" + number + "-" + serial);
  }

  Path alone(StoredPart.Alone part) {
    return alone(part.number(), part.serial());
  }

  /** Makes the folder, and the session file in it; leaves nothing if the disk refuses. */
  void begin(Session session) {
    disk.createDirectories(folder);
    UploadStep.FOLDER_MADE.reached();
    try {
      write(session);
    } catch (DiskException e) {
      try {
        remove();
      } catch (DiskException alsoRefused) {
        e.addSuppressed(alsoRefused);
      }
      throw e;
    }
    UploadStep.STARTED.reached();
  }

  /** Writes the session file; it is on disk when this returns, and never half there. */
  void write(Session session) {
    Path next = folder.resolve("session.new");
    byte[] text = session.toText().getBytes(UTF_8);
    FileChannel channel = disk.open(next, CREATE, WRITE, TRUNCATE_EXISTING);
    try (channel) {
      disk.write(channel, ByteBuffer.wrap(text), 0);
      disk.force(channel);
    } catch (IOException e) {
      throw new DiskException("close a session file", e);
    }
    disk.move(next, folder.resolve(SESSION));
    disk.forceDirectory(folder);
  }

  /** The session; empty when there is none, because a crash came first. */
  Optional<Session> read() {
    try {
      return Optional.of(Session.parse(Files.readString(folder.resolve(SESSION))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DiskException("read a session file", e);
    }
  }

  List<PartsLog.Entry> readParts() {
    try {
      return PartsLog.read(Files.readAllBytes(partsLog()));
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new DiskException("read a parts log", e);
    }
  }

  /** The length of a file of the folder; zero if it is not there. */
  static long length(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    } catch (IOException e) {
      throw new DiskException("look at a part", e);
    }
  }

  /** Removes all but the session file. */
  void removeParts() {
    for (Path file : files()) {
      if (!file.endsWith(SESSION)) {
        disk.delete(file);
      }
    }
  }

  /** Removes everything; the session file first, so that a crash leaves no half upload. */
  void remove() {
    disk.delete(folder.resolve(SESSION));
    files().forEach(disk::delete);
    disk.delete(folder);
  }

  /** What lies in the folder; it has no folders in it. */
  List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new DiskException("list an upload", e);
    }
  }
}
