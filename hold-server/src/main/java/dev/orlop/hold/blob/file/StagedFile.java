package dev.orlop.hold.blob.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.HashedBlob;
import dev.orlop.hold.disk.Disk;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A blob on its way in, in a file of its own. */
final class StagedFile extends HashedBlob {
  private final FileBlobStore store;
  private final Path file;
  private final Disk disk;
  private final FileChannel channel;

  StagedFile(FileBlobStore store, Path file, Disk disk, Digest.Algorithm algorithm) {
    super(algorithm);
    this.store = store;
    this.file = file;
    this.disk = disk;
    this.channel = disk.open(file, CREATE_NEW, WRITE);
  }

  @Override
  protected void store(byte[] buffer, int offset, int length) {
    disk.write(channel, ByteBuffer.wrap(buffer, offset, length), size());
  }

  @Override
  protected void publishAs(Digest digest) {
    BlobStep.STAGED.reached();
    disk.force(channel);
    BlobStep.FORCED.reached();
    store.adopt(file, digest);
    Disk.close(channel, "a staging file");
  }

  /** After publishing there is no file of this name any more, and nothing happens. */
  @Override
  public void close() {
    Disk.close(channel, "a staging file");
    disk.delete(file);
  }
}
