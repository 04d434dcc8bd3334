package dev.orlop.hold.blob.file;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A blob on its way in: hashed while it is written. */
final class StagedFile implements StagedBlob {
  private final FileBlobStore store;
  private final Path file;
  private final Disk disk;
  private final Digest.Algorithm algorithm;
  private final MessageDigest hash;
  private final FileChannel channel;
  private long size;

  StagedFile(FileBlobStore store, Path file, Disk disk, Digest.Algorithm algorithm) {
    this.store = store;
    this.file = file;
    this.disk = disk;
    this.algorithm = algorithm;
    this.hash = algorithm.newMessageDigest();
    this.channel = disk.open(file, CREATE_NEW, WRITE);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    disk.write(channel, ByteBuffer.wrap(buffer, offset, length), size);
    hash.update(buffer, offset, length);
    size += length;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Published publish(Digest expected) {
    if (expected.algorithm() != algorithm) {
      throw new IllegalArgumentException("staged for " + algorithm + ", not for " + expected);
    }
    Digest actual = Digest.of(algorithm, hash.digest());
    if (!actual.equals(expected)) {
      close();
      return new Published.Mismatch(expected, actual);
    }
    publishAs(actual);
    return new Published.Stored(new StoredBlob(actual, size));
  }

  @Override
  public Digest publish() {
    Digest actual = Digest.of(algorithm, hash.digest());
    publishAs(actual);
    return actual;
  }

  private void publishAs(Digest digest) {
    BlobStep.STAGED.reached();
    disk.force(channel);
    BlobStep.FORCED.reached();
    store.adopt(file, digest);
    closeChannel();
  }

  /** After publishing there is no file of this name any more, and nothing happens. */
  @Override
  public void close() {
    closeChannel();
    disk.delete(file);
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DiskException("close a staging file", e);
    }
  }
}
