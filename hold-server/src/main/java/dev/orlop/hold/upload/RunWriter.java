package dev.orlop.hold.upload;

import dev.orlop.hold.blob.SentPart;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Optional;

/** Appends a part to the run. There is at most one of these in an upload. */
final class RunWriter implements PartWriter {
  /** Which part, where in the data file, and the running hash in front of it. */
  record Place(int number, long start, MessageDigest state) {}

  private final FileUpload upload;
  private final Object token;
  private final Disk disk;
  private final FileChannel channel;
  private final Place place;
  private long size;
  private boolean ended;

  RunWriter(FileUpload upload, Object token, Disk disk, FileChannel channel, Place place) {
    this.upload = upload;
    this.token = token;
    this.disk = disk;
    this.channel = channel;
    this.place = place;
  }

  @Override
  public boolean write(byte[] bytes, int length) {
    // Under the lock: once completing has begun, nothing is written behind its back.
    boolean written =
        upload.ifAppending(
            token,
            () -> disk.write(channel, ByteBuffer.wrap(bytes, 0, length), place.start() + size));
    if (written) {
      place.state().update(bytes, 0, length);
      size += length;
    }
    return written;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Optional<SentPart> finish() {
    StoredPart.InRun part =
        new StoredPart.InRun(place.number(), place.start(), size, RunningHash.etag(place.state()));
    UploadStep.PART_WRITTEN.reached();
    if (!upload.accept(token, part, place.state())) {
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
    upload.stopAppending(
        token,
        () -> {
          try {
            disk.truncate(channel, place.start());
          } catch (DiskException _) {
            // Only the room is lost: what lies behind the run is never read.
          }
        });
    Disk.close(channel, "a part");
  }
}
