package dev.orlop.hold.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sessions as files of a folder, each under its id, of one process. */
public final class SessionFiles implements SessionStore {
  private static final String HALF = ".new";

  private final Path folder;
  private final Disk disk;

  /** In a folder, which is made if it is not there. */
  public SessionFiles(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
    disk.createDirectories(folder);
  }

  private Path file(UploadId id) {
    return folder.resolve(id.toString());
  }

  @Override
  public void write(UploadId id, Did owner, String session, Instant now) {
    Path next = folder.resolve(id + HALF);
    FileChannel channel = disk.open(next, CREATE, WRITE, TRUNCATE_EXISTING);
    try (channel) {
      disk.write(channel, ByteBuffer.wrap(session.getBytes(UTF_8)), 0);
      disk.force(channel);
    } catch (IOException e) {
      throw new DiskException("close a session file", e);
    }
    disk.move(next, file(id));
    disk.forceDirectory(folder);
  }

  @Override
  public Optional<Kept> read(UploadId id) {
    try {
      return Optional.of(new Kept(Files.readString(file(id)), false, 0));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DiskException("read a session file", e);
    }
  }

  @Override
  public Optional<Kept> touch(UploadId id, Instant now) {
    return read(id);
  }

  /** What the session says of it is enough: after a restart it is found out again. */
  @Override
  public void complete(UploadId id) {}

  @Override
  public boolean remove(UploadId id) {
    boolean there = Files.exists(file(id));
    disk.delete(file(id));
    disk.delete(folder.resolve(id + HALF));
    return there;
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Optional<Alone> tryAlone(UploadId id) {
    return Optional.of(() -> {});
  }

  @Override
  public List<UploadId> stale(Instant idleSince, Instant begunBefore) {
    return List.of();
  }

  @Override
  public List<UploadId> left() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> UploadId.parse(file.getFileName().toString()))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new DiskException("list uploads", e);
    }
  }
}
