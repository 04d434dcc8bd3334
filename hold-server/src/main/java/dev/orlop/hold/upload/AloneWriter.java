package dev.orlop.hold.upload;

import dev.orlop.car.cid.Sha256;
import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.disk.Disk;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** Writes a part to a file of its own: it came out of order, or again. */
final class AloneWriter implements PartWriter {
  private final FileUpload upload;
  private final Disk disk;
  private final FileChannel channel;
  private final Path file;
  private final int number;
  private final long serial;
  private final MessageDigest state = Sha256.newMessageDigest();
  private long size;
  private boolean ended;

  AloneWriter(
      FileUpload upload, Disk disk, FileChannel channel, Path file, int number, long serial) {
    this.upload = upload;
    this.disk = disk;
    this.channel = channel;
    this.file = file;
    this.number = number;
    this.serial = serial;
  }

  @Override
  public boolean write(byte[] bytes, int length) {
    disk.write(channel, ByteBuffer.wrap(bytes, 0, length), size);
    state.update(bytes, 0, length);
    size += length;
    return upload.isOpen();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Optional<SentPart> finish() {
    StoredPart.Alone part =
        new StoredPart.Alone(number, serial, size, RunningHash.etag(state.digest()));
    UploadStep.PART_WRITTEN.reached();
    if (!upload.accept(part)) {
      return Optional.empty();
    }
    ended = true;
    Disk.close(channel, "a part");
    return Optional.of(part.sent());
  }

  @Override
  public void abandon() {
    if (ended) {
      return;
    }
    ended = true;
    Disk.close(channel, "a part");
    disk.delete(file);
  }
}
